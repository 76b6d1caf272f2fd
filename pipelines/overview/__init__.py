"""What an admin wants to know about the whole, read from Redis: one function a number, whoever shows it."""
