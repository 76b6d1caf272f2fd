"""A worker whose steps do what a run's subject tells them: fail, sleep, die. Everything around them is real."""
