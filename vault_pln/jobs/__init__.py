"""The use cases, a file each: gather values, ask core, carry out the edits."""
