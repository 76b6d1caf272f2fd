"""Figures, as ratios in one run: `python -m benchmarks [--short] [NAME…]` prints a table and writes JSON."""
