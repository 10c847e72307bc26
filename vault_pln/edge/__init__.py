"""Touches the world: disk, watcher, web, store, clock, lock."""
