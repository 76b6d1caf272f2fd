"""What was done, for people to read: one line each as it is done."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Table:
    """Steps by verdict, name, seconds and what was found."""

    def __init__(self) -> None:
        self.failed = False

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """A step; words put into the list stand behind its seconds. A failure is printed and raised."""
        began, said = time.monotonic(), list[str]()
        try:
            yield said
        except Exception as error:
            self.failed = True
            self._line("FAILED", name, began, [str(error)])
            raise
        self._line("ok", name, began, said)

    def _line(self, verdict: str, name: str, began: float, said: list[str]) -> None:
        sys.stdout.write(f"{verdict:<7}{name:<34}{time.monotonic() - began:6.1f} s  {'; '.join(said)}\n")
        sys.stdout.flush()
