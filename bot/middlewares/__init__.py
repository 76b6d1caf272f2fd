"""What every update passes before a handler: once, known, not too many."""
