"""Counters and histograms of all processes, kept in Redis: right across processes and restarts."""
