"""What people can say and press, a router a subject."""
