"""The bot's own work while the task queue can't be reached: the same steps, in this process, with limits of its own."""
