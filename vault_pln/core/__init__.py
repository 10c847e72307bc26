"""Decides; touches nothing: no file, no network, no clock, no randomness."""
