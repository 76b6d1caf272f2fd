"""One player as the analysis sees him: the games before the match, the form and the record."""

from dataclasses import dataclass, field
from datetime import datetime

from analysis.form import form_of, games_before
from analysis.material import MatchMaterial, PlayerMaterial
from analysis.record import Record, record_of
from analysis.report import Form
from faceit.models import Faction, GameStats, LifetimeStats, RosterPlayer


@dataclass(frozen=True)
class Subject:
    """Inputs about one player; `games` None when they could not be had."""

    player_id: str
    nickname: str = field(repr=False)
    faction: Faction
    level: int | None
    elo: int | None
    calibrating: bool
    form: Form
    record: Record | None
    games: list[GameStats] | None
    lifetime: LifetimeStats | None

    @property
    def known(self) -> bool:
        """Whether there is any statistic to speak from."""
        return self.record is not None


def subjects_of(material: MatchMaterial, now: datetime) -> list[Subject]:
    """Everybody in the rosters, faction1 first, with what is known of each."""
    return [
        _subject(material, faction, person, now)
        for faction, team in material.match.teams.items()
        for person in team.roster
    ]


def _subject(material: MatchMaterial, faction: Faction, person: RosterPlayer, now: datetime) -> Subject:
    found = material.players.get(person.player_id) or PlayerMaterial()
    games = None if found.games is None else games_before(found.games, material.match, now)
    player = found.player
    # The roster's level is that of the match: who was not placed then has no Elo that says anything of it.
    calibrating = person.unplaced or (player is not None and player.calibrating)
    standing = None if calibrating else player
    return Subject(
        player_id=person.player_id,
        nickname=person.nickname or (player.nickname if player else ""),
        faction=faction,
        level=person.level if person.level is not None else (standing.level if standing else None),
        elo=standing.elo if standing else None,
        calibrating=calibrating,
        form=form_of(games),
        record=record_of(found.lifetime, games),
        games=games,
        lifetime=found.lifetime,
    )
