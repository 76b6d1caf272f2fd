"""With whom and against whom one plays, from the line-ups of the history.

Team-mates need five matches together, opponents three; n always stands beside the rate. They are ordered by the win
rate shrunk towards the own one (k = 130), and called a finding only at P > .95 against the matches without them.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from analysis.user.counting import better_chance, counted, own_rate, shrunk_rate, verdict_of
from analysis.user.material import Room
from analysis.user.report import UserMate

MATE_MATCHES = 5
RIVAL_MATCHES = 3
SHOWN = 10
"""People named at most: each name costs a call."""

RIVALS_SHOWN = 3

Side = Callable[[Room], Sequence[str]]


def candidates(rooms: Sequence[Room]) -> list[str]:
    """Everybody met often enough to be spoken of, on either side."""
    met = Counter(one for room in rooms for one in {*room.own, *room.other})
    return [one for one, times in met.items() if times >= RIVAL_MATCHES]


def mates_of(rooms: Sequence[Room], allowed: set[str]) -> list[UserMate]:
    """Team-mates among `allowed`, the most played with first."""
    return _people(rooms, lambda room: room.own, MATE_MATCHES, allowed)


def rivals_of(rooms: Sequence[Room], allowed: set[str]) -> list[UserMate]:
    """Opponents among `allowed`, the most met first; the win rate is one's own against them."""
    return _people(rooms, lambda room: room.other, RIVAL_MATCHES, allowed)


def chosen(mates: Sequence[UserMate], rivals: Sequence[UserMate]) -> tuple[list[UserMate], list[UserMate]]:
    """The ten to be named, those met most; places that opponents leave go to team-mates and the other way round."""
    room_for_mates = SHOWN - min(RIVALS_SHOWN, len(rivals))
    shown = list(mates[:room_for_mates])
    return ordered(shown), ordered(list(rivals[: SHOWN - len(shown)]))


def ordered(people: Sequence[UserMate]) -> list[UserMate]:
    """By the shrunk win rate, the best first; those without a result last."""
    return sorted(people, key=lambda one: (one.shrunk is None, -(one.shrunk or 0), -one.matches, one.player_id))


def _people(rooms: Sequence[Room], side: Side, least: int, allowed: set[str]) -> list[UserMate]:
    met = Counter(one for room in rooms for one in set(side(room)))
    mean = own_rate([room.won for room in rooms])
    often = [one for one, times in met.items() if times >= least and one in allowed]
    found = [_person(one, rooms, side, mean) for one in often]
    return sorted(found, key=lambda one: (-one.matches, one.player_id))


def _person(player_id: str, rooms: Sequence[Room], side: Side, mean: float) -> UserMate:
    together = counted(room.won for room in rooms if player_id in side(room))
    others = counted(room.won for room in rooms if player_id not in side(room))
    figures = together.model_dump()
    if not together.results:
        return UserMate(player_id=player_id, others=others, **figures)
    chance = better_chance(together, others, mean) if others.results else None
    return UserMate(
        player_id=player_id,
        win_rate=together.wins / together.results,
        shrunk=shrunk_rate(together, mean),
        others=others,
        chance=chance,
        verdict="none" if chance is None else verdict_of(chance),
        **figures,
    )
