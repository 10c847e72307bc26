"""One text at a time: a note read to facts, and small edits of a text."""
