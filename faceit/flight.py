"""Single flight: threads of a process that ask for the same thing at once share one answer."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from faceit.errors import FaceitError
from faceit.waiting import CHECK_SECONDS, Check

T = TypeVar("T")


class _Flight(Generic[T]):
    def __init__(self) -> None:
        self.done = threading.Event()
        self.result: T | None = None
        self.error: FaceitError | None = None


class SingleFlight(Generic[T]):
    """Flights under way, by key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flights: dict[Hashable, _Flight[T]] = {}

    def do(self, key: Hashable, load: Callable[[], T], check: Check) -> T:
        """What `load` gives, or what it gives to the thread that came first.

        FACEIT's errors are shared. A leader that was called off or deferred takes nobody with it: the next one leads.
        """
        while True:
            with self._lock:
                flight = self._flights.get(key)
                leads = flight is None
                if flight is None:
                    flight = self._flights[key] = _Flight()
            if leads:
                return self._lead(key, flight, load)
            while not flight.done.wait(CHECK_SECONDS):
                check()
            check()
            if flight.error is not None:
                raise flight.error.again()
            if flight.result is not None:
                return flight.result

    def _lead(self, key: Hashable, flight: _Flight[T], load: Callable[[], T]) -> T:
        try:
            flight.result = load()
            return flight.result
        except FaceitError as error:
            flight.error = error
            raise
        finally:
            with self._lock:
                del self._flights[key]
            flight.done.set()
