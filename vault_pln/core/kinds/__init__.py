"""A note as a person, a source, a goal, the user or the settings; or problems."""
