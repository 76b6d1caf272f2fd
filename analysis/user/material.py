"""What the fetch steps gather about a person and store between steps; the history lies apart, it is large."""

from collections.abc import Sequence

from pydantic import BaseModel, Field

from analysis.player.material import MODE, PlayerFile
from faceit.models import Faction, GameStats, HistoryMatch
from faceit.models.match import FACTIONS, MatchStatus


class UserFile(PlayerFile):
    """A player's file whose games reach as deep as was asked. `games` as FACEIT gave them, `played` is to be read."""

    @property
    def played(self) -> list[GameStats]:
        """The 5v5 games, newest first, each once; empty when there are none or none could be had."""
        games = {(g.match_id, g.round_of_match): g for g in self.games or [] if (g.mode or MODE) == MODE}
        found = list(games.values())
        times = [game.finished_at for game in found if game.finished_at is not None]
        if len(times) < len(found):
            return found
        order = sorted(range(len(found)), key=lambda i: times[i], reverse=True)
        return [found[i] for i in order]


class Room(BaseModel):
    """One match with both line-ups, from the history: ids of the person's own side and of the other."""

    match_id: str
    own: list[str]
    other: list[str]
    won: bool | None = None


class UserHistory(BaseModel):
    """The rooms of the history, newest first; `known` is False when none of it could be had."""

    v: int = 1
    known: bool = True
    rooms: list[Room] = Field(default_factory=list)


def rooms_of(matches: Sequence[HistoryMatch], player_id: str) -> list[Room]:
    """The finished 5v5 matches in whose line-ups the person stands, each once."""
    rooms: dict[str, Room] = {}
    for match in matches:
        side = match.side_of(player_id)
        if side is None or match.status is not MatchStatus.FINISHED or (match.mode or MODE) != MODE:
            continue
        rooms.setdefault(match.match_id, _room(match, side, player_id))
    return list(rooms.values())


def within(rooms: Sequence[Room], games: Sequence[GameStats]) -> list[Room]:
    """The rooms of these games; all of them when there are no games to go by."""
    looked_at = {game.match_id for game in games}
    return [room for room in rooms if room.match_id in looked_at] if looked_at else list(rooms)


def _room(match: HistoryMatch, side: Faction, player_id: str) -> Room:
    other = FACTIONS[1] if side == FACTIONS[0] else FACTIONS[0]
    return Room(
        match_id=match.match_id,
        own=[one for one in match.teams[side] if one != player_id],
        other=match.teams.get(other, []),
        won=None if match.winner is None else match.winner == side,
    )
