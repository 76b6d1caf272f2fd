"""What a team analysis is about: two to five names, or one person's usual party. The same words give the same run."""

from collections.abc import Mapping, Sequence

from errors import InputError

LEAST, MOST = 2, 5
"""Players of a line-up."""

PARTY = "party:"
"""Before the id of the person whose usual party is meant; no name can begin so."""


class TeamNeedsNamesError(InputError):
    """Nobody was named, and it is not known whose party is meant."""

    code = "team-needs-names"


class TeamOnePlayerError(InputError):
    """One player is no team. `name` is what was written, or the nickname of whom all names mean."""

    code = "team-one-player"

    def __init__(self, name: str) -> None:
        super().__init__("one player")
        self.name = name

    def args_for_text(self) -> Mapping[str, str | int | float]:
        """`name`."""
        return {"name": self.name}


class TeamTooManyError(InputError):
    """More names than a line-up has seats; `first` are those that find room."""

    code = "team-too-many"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"{len(names)} names")
        self.given = len(names)
        self.first = tuple(names[:MOST])

    def args_for_text(self) -> Mapping[str, str | int | float]:
        """`given` and `limit` as text, `first` as one could write them again."""
        return {"given": str(self.given), "limit": str(MOST), "first": " ".join(self.first)}


def team_subject(names: Sequence[str]) -> str:
    """The subject of a line-up: each name once, in an order that does not depend on how they were written.

    The case stays, since nicknames may differ by it alone. Raises TeamNeedsNamesError, TeamOnePlayerError,
    TeamTooManyError.
    """
    found = list(dict.fromkeys(names))
    if not found:
        raise TeamNeedsNamesError("no names")
    if len(found) < LEAST:
        raise TeamOnePlayerError(found[0])
    if len(found) > MOST:
        raise TeamTooManyError(found)
    return " ".join(sorted(found, key=lambda name: (name.lower(), name)))


def party_subject(player_id: str) -> str:
    """The subject of somebody's usual party."""
    return f"{PARTY}{player_id}"


def party_of(subject: str) -> str | None:
    """Whose usual party a subject means, by id; None when it names players."""
    return subject.removeprefix(PARTY) if subject.startswith(PARTY) else None
