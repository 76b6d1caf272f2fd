"""Workers: the broker with its middleware, the steps of each task type, and the inline runner."""
