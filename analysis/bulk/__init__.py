"""Many matches in one go: a row a match, and what they say together. Pure."""
