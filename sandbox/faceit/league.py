"""The league: everybody, every match, and who played where."""

import time
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sandbox.faceit.club_season import club_matches
from sandbox.faceit.identity import rng_for
from sandbox.faceit.maps import ACTIVE_POOL, RETIRED
from sandbox.faceit.match import Line, Match
from sandbox.faceit.players import Player, Visibility, draw_players
from sandbox.faceit.season import simulate
from sandbox.faceit.specials import Specials, draw_specials
from sandbox.faceit.sums import Sums, older_matches

MIN_PLAYERS = 20


class Appearance(NamedTuple):
    """One player on one map of one match."""

    match: Match
    number: int
    side: int
    line: Line

    @property
    def finished_at(self) -> int:
        """When the map ended, unix seconds."""
        return self.match.maps[self.number].finished_at

    @property
    def won(self) -> bool:
        """Whether the player's side won the map."""
        return self.match.maps[self.number].winner == self.side


class League:
    """A seeded league as it stands at a moment.

    Parameters:
        seed: decides everybody and everything
        now: unix seconds; the same seed and moment give the same league
        size: ordinary players, at least 20; the awkward ones come on top
    """

    def __init__(self, seed: int = 7, now: int | None = None, size: int = 100) -> None:
        if size < MIN_PLAYERS:
            raise ValueError(f"a league needs at least {MIN_PLAYERS} players, not {size}")
        self.seed = seed
        self.now = int(time.time()) if now is None else now
        self.specials: Specials = draw_specials(seed)
        self.ordinary = draw_players(seed, size)
        self.players = {player.player_id: player for player in (*self.ordinary, *self.specials.everybody)}
        self.matches: dict[str, Match] = {}
        self.scenarios: dict[str, str] = {}
        self.appearances: dict[str, list[Appearance]] = defaultdict(list)
        self.history: dict[str, list[Match]] = defaultdict(list)
        self._older = {player.player_id: self._draw_older(player) for player in self.players.values()}
        for match in simulate(seed, [*self.ordinary, *self.specials.hostile], self.now):
            self.add(match)
        for match in club_matches(seed, self.specials.club, self.now):
            self.add(match)

    def clock(self) -> int:
        """Return the present, which is never before the moment the league stands at."""
        return max(int(time.time()), self.now)

    def add(self, match: Match) -> None:
        """Take in a match, with what was played in it if it is over."""
        self.matches[match.match_id] = match
        if match.status in {"FINISHED", "CANCELLED"}:
            self.record(match)

    def record(self, match: Match) -> None:
        """Enter a match that is over in the histories of those who played it."""
        for faction in match.factions:
            for player in faction.five:
                _insert(self.history[player.player_id], match)
        if match.game != "cs2":
            return
        for number, played in enumerate(match.maps):
            for side in (0, 1):
                for line in played.lines[side]:
                    entries = self.appearances[line.player.player_id]
                    entries.append(Appearance(match, number, side, line))
                    if len(entries) > 1 and entries[-2].finished_at > entries[-1].finished_at:
                        entries.sort(key=lambda entry: entry.finished_at)

    def named(self, nickname: str) -> Player | None:
        """Return the player with exactly this nickname."""
        return next((player for player in self.players.values() if player.nickname == nickname), None)

    def rename(self, player_id: str, nickname: str) -> Player:
        """Give a player another nickname and return the player.

        Raises:
            ValueError: nobody has this id, or somebody has the nickname already
        """
        player = self.players.get(player_id)
        if player is None:
            raise ValueError(f"nobody is {player_id}")
        if not isinstance(nickname, str) or not nickname or self.named(nickname) not in {None, player}:
            raise ValueError("the nickname is empty or taken")
        player.nickname = nickname
        return player

    def ranked(self) -> list[Player]:
        """Return everybody with a place in the ranking, best first."""
        placed = (player for player in self.players.values() if player.placed and "cs2" in player.games)
        return sorted(placed, key=lambda player: (-player.elo, player.player_id))

    def segments(self, player: Player, mode: str = "5v5") -> dict[str, Sums]:
        """Return the player's sums in a mode by class name of the map; older matches were all five a side."""
        segments: dict[str, Sums] = {}
        older = self._older[player.player_id] if mode == "5v5" else {}
        for class_name, sums in older.items():
            segments[class_name] = Sums()
            segments[class_name].add(sums)
        for match, number, side, line in self.appearances[player.player_id]:
            if match.mode != mode:
                continue
            played = match.maps[number]
            sums = segments.setdefault(played.game_map.class_name, Sums())
            sums.add_line(line, played.rounds, won=played.winner == side)
        return segments

    def results(self, player: Player) -> list[bool]:
        """Return the player's results, oldest first."""
        return [entry.won for entry in self.appearances[player.player_id]]

    def _draw_older(self, player: Player) -> dict[str, Sums]:
        """Six in ten have matches from before the extended stats; newcomers and the unplaced have none."""
        rng = rng_for(self.seed, "older", player.player_id)
        matches = round(min(2500, rng.lognormvariate(5.6, 0.9))) if rng.random() < 0.6 else 0
        if player.visibility is Visibility.OLD:
            matches = 400
        if not matches or not player.placed or "cs2" not in player.games:
            return {}
        maps = (*ACTIVE_POOL[:6], *RETIRED)
        tastes = [player.map_taste[game_map.class_name] for game_map in maps]
        counts = {game_map: round(matches * taste / sum(tastes)) for game_map, taste in zip(maps, tastes, strict=True)}
        return {game_map.class_name: older_matches(rng, player, count) for game_map, count in counts.items() if count}


def _insert(history: list[Match], match: Match) -> None:
    history.append(match)
    if len(history) > 1 and _ended(history[-2]) > _ended(match):
        history.sort(key=_ended)


def _ended(match: Match) -> int:
    return match.finished_at or match.created_at


def near_in_elo(players: Iterable[Player], elo: float, count: int) -> list[Player]:
    """Return the players nearest to an Elo."""
    return sorted(players, key=lambda player: abs(player.elo - elo))[:count]
