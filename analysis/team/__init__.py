"""A line-up that plays together: two to five players, their maps, their roles, and how they do side by side."""
