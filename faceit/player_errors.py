"""What can go wrong when somebody names a player. `query` is what they wrote, fit to be quoted but not escaped."""

from collections.abc import Mapping, Sequence
from typing import Any

from errors import InputError
from faceit.errors import FaceitNoCs2Error, FaceitNotFoundError
from faceit.models import FoundPlayer

CANDIDATES = 6
QUERY_CHARACTERS = 40


def quotable(words: str) -> str:
    """What somebody wrote without line breaks, control and direction characters, cut to 40 characters."""
    visible = "".join(letter for letter in " ".join(words.split()) if letter.isprintable())
    return visible if len(visible) <= QUERY_CHARACTERS else visible[: QUERY_CHARACTERS - 1] + "…"


class BadNicknameError(InputError):
    """What was written can be no nickname, profile link or player id. `query` may be empty."""

    code = "bad-nickname"

    def __init__(self, words: str = "") -> None:
        super().__init__("not a nickname")
        self.query = quotable(words)

    def args_for_text(self) -> Mapping[str, str | int | float]:
        """`query` and `length`, which is 0 when nothing was written."""
        return {"query": self.query, "length": len(self.query)}


class PlayerAmbiguousError(InputError):
    """Several players have this nickname, told apart by case alone: `candidates`, six at most, exact ones first."""

    code = "player-ambiguous"

    def __init__(self, query: str, candidates: Sequence[FoundPlayer]) -> None:
        super().__init__(f"{len(candidates)} candidates")
        self.query = quotable(query)
        self.candidates = tuple(candidates[:CANDIDATES])

    def args_for_text(self) -> Mapping[str, Any]:
        """`query`, and `candidates` as a list of [player_id, nickname, level or None]."""
        rows = [[found.player_id, found.nickname, found.level] for found in self.candidates]
        return {"query": self.query, "candidates": rows}


class PlayerSimilarError(PlayerAmbiguousError):
    """Nobody has this nickname, but `candidates` have one like it."""

    code = "player-similar"


class _NamedError(FaceitNotFoundError, InputError):
    """A player who can't be had, with what was asked for."""

    def __init__(self, query: str, *, status: int | None = None, path: str = "") -> None:
        super().__init__(status=status, path=path)
        self.query = quotable(query)

    def args_for_text(self) -> Mapping[str, str | int | float]:
        """`query`."""
        return {"query": self.query}


class PlayerNotFoundError(_NamedError):
    """FACEIT knows no such player, and none with a nickname like it."""

    code = "player-not-found"


class PlayerNoCs2Error(_NamedError, FaceitNoCs2Error):
    """The account exists and has no CS2."""

    code = "player-no-cs2"
