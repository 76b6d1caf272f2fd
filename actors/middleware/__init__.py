"""Dramatiq middleware of this project, one class a file."""
