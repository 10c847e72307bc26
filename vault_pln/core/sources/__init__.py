"""Bytes from a source to items, and when to ask again."""
