"""A personal learning network inside a Markdown vault."""

__version__ = "0.1.0"
