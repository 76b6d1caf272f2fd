"""What was last read of people's preferences, for the time the database is away."""

from collections import OrderedDict
from typing import NamedTuple

from texts.catalogue import Language

MOST = 10_000


class Chosen(NamedTuple):
    """What an owner chose; None where nothing was."""

    language: Language | None = None
    timezone: str | None = None


class LastKnown:
    """The most recent owners' choices, in memory; the longest unused go first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._found: OrderedDict[str, Chosen] = OrderedDict()

    def keep(self, owner: str, chosen: Chosen) -> None:
        """Remember what this owner chose."""
        self._found[owner] = chosen
        self._found.move_to_end(owner)
        while len(self._found) > self._most:
            self._found.popitem(last=False)

    def of(self, owner: str) -> Chosen:
        """What is remembered; nothing chosen when nothing is."""
        return self._found.get(owner, Chosen())

    def drop(self, owner: str) -> None:
        """Remember nothing of this owner."""
        self._found.pop(owner, None)
