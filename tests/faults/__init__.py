"""Real parts broken on purpose, and an account of what became of every task."""
