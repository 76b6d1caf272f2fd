"""How many workers each process of the Procfile should have: measured, sized, held back, and done."""
