"""One migration a file, numbered: 0001_what_it_does.py."""
