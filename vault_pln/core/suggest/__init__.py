"""Suggestions: what the user might do for the network. To add a kind: a file here and a line in ``suggesters``."""
