"""Match making: ten players near each other in Elo, parties kept on one side."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sandbox.faceit.players import Player

TEAM = 5
SPLITS = 4


def lobbies(rng: random.Random, waiting: Sequence[Player]) -> list[list[Player]]:
    """Split those waiting into lobbies of ten near each other in Elo; the odd ones out do not play."""
    groups = _groups(waiting)
    groups.sort(key=lambda group: sum(player.elo for player in group) / len(group) + rng.gauss(0, 60))
    line = [player for group in groups for player in group]
    excess = len(line) % (2 * TEAM)
    for _ in range(excess):
        line.pop(rng.randrange(len(line)))
    return [line[start : start + 2 * TEAM] for start in range(0, len(line), 2 * TEAM)]


def sides(rng: random.Random, lobby: Sequence[Player]) -> tuple[list[Player], list[Player]]:
    """Split a lobby in two, parties together: the most even of a few tries, so never quite even."""
    tries = [_split(rng, lobby) for _ in range(SPLITS)]
    return min(tries, key=lambda split: abs(_weight(split[0]) - _weight(split[1])))


def _split(rng: random.Random, lobby: Sequence[Player]) -> tuple[list[Player], list[Player]]:
    first: list[Player] = []
    second: list[Player] = []
    groups = _groups(lobby)
    rng.shuffle(groups)
    groups.sort(key=len, reverse=True)
    for group in groups:
        for part in _fitting(group, TEAM - len(first), TEAM - len(second)):
            room_first, room_second = TEAM - len(first) >= len(part), TEAM - len(second) >= len(part)
            side = first if room_first and (rng.random() < 0.5 or not room_second) else second
            side.extend(part)
    return first, second


def _weight(side: Iterable[Player]) -> float:
    return float(sum(player.elo for player in side))


def _groups(players: Iterable[Player]) -> list[list[Player]]:
    parties: dict[object, list[Player]] = defaultdict(list)
    for player in players:
        parties[player.player_id if player.party is None else player.party].append(player)
    return list(parties.values())


def _fitting(group: list[Player], *rooms: int) -> list[list[Player]]:
    """Return a party as one part, or one by one where no side has the room."""
    return [group] if len(group) <= max(rooms) else [[player] for player in group]
