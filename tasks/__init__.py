"""Runs and tasks: their records, states, store, events and limits in Redis."""
