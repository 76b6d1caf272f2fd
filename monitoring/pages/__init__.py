"""The admins' pages, one a module."""
