"""Players: what they can do, which no response shows, and what the site says about them."""

import random
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.faceit.identity import rng_for, steam_id_from, uuid_from
from sandbox.faceit.levels import ELO_FLOOR, level_of
from sandbox.faceit.maps import ALL_MAPS
from sandbox.faceit.names import nicknames

COUNTRIES = ("fi", "de", "pl", "ru", "ua", "kz", "se", "dk", "fr", "gb", "tr", "cz")
MEAN_SKILL, SKILL_SD = 1750, 430


class Style(StrEnum):
    """How somebody plays."""

    AWP = "awp"
    ENTRY = "entry"
    SUPPORT = "support"
    NONE = "none"


class Visibility(StrEnum):
    """What the statistics of a player answer."""

    OPEN = "open"
    ABSENT = "absent"  # 404
    EMPTY = "empty"  # 200 without a single value
    OLD = "old"  # an account of before the extended stats: their keys are missing


@dataclass(slots=True, eq=False)
class Player:
    """One person of the league. Skill, fragging, form and map strength are latent, in Elo units where not plain."""

    player_id: str
    nickname: str
    steam_id: str
    country: str
    skill: float
    fragging: float
    style: Style
    activity: float
    map_strength: dict[str, float]
    map_taste: dict[str, float]
    headshot_rate: float
    sniper_share: float
    entry_tilt: float
    flash_rate: float
    utility_rate: float
    utility_power: float
    damage_bonus: float
    form: float = 0.0
    elo: int = 0
    placed: bool = True
    party: int | None = None
    visibility: Visibility = Visibility.OPEN
    games: tuple[str, ...] = ("cs2",)
    bans: list[str] = field(default_factory=list)
    banned_for: int | None = 7
    """Days a ban lasts from 40 days ago on; None for ever."""

    @property
    def level(self) -> int:
        """Skill level as rosters show it: 0 for somebody not placed yet."""
        return level_of(self.elo) if self.placed else 0


def draw_players(seed: int, count: int) -> list[Player]:
    """Return the ordinary players of the league, in parties where they queue together."""
    rng = rng_for(seed, "players")
    players = [draw_player(rng, nickname) for nickname in nicknames(rng, count)]
    _form_parties(rng, players)
    return players


def draw_player(rng: random.Random, nickname: str) -> Player:
    """Return one player.

    Spreads follow the population figures: headshots 47.3 ± 7.8 %, flashes .37/.49/.67 a round at p10/p50/p90, sniper
    share .01/.055/.16, utility damage 3.4/4.95/6.4 a round.
    """
    skill = min(3000.0, max(350.0, rng.gauss(MEAN_SKILL, SKILL_SD)))
    style = rng.choices(list(Style), (15, 17, 15, 53))[0]
    awp, entry, support = (style is kind for kind in (Style.AWP, Style.ENTRY, Style.SUPPORT))
    return Player(
        player_id=uuid_from(rng),
        nickname=nickname,
        steam_id=steam_id_from(rng),
        country=rng.choice(COUNTRIES),
        skill=skill,
        fragging=0.45 * (skill - MEAN_SKILL) / SKILL_SD + rng.gauss(0, 0.9),
        style=style,
        activity=min(0.82, 0.23 * rng.lognormvariate(0, 0.5)),
        map_strength={game_map.class_name: rng.gauss(0, 90) for game_map in ALL_MAPS},
        map_taste={game_map.class_name: rng.lognormvariate(0, 0.6) for game_map in ALL_MAPS},
        headshot_rate=min(0.72, max(0.25, rng.gauss(0.38 if awp else 0.49, 0.06))),
        sniper_share=rng.uniform(0.12, 0.4) if awp else min(0.11, 0.045 * rng.lognormvariate(0, 0.7)),
        entry_tilt=(1.3 if entry else 0.95) * rng.lognormvariate(0, 0.08),
        flash_rate=(0.72 if support else 0.46) * rng.lognormvariate(0, 0.17),
        utility_rate=(0.45 if support else 0.31) * rng.lognormvariate(0, 0.2),
        utility_power=15 * rng.lognormvariate(0, 0.14),
        damage_bonus=rng.gauss(0, 5.5),
        elo=max(ELO_FLOOR, round(rng.gauss(skill, 90))),
        games=("cs2", "csgo") if rng.random() < 0.6 else ("cs2",),
        bans=["verbal abuse"] if rng.random() < 0.06 else [],
    )


def _form_parties(rng: random.Random, players: list[Player]) -> None:
    by_skill = sorted(players, key=lambda player: player.skill + rng.gauss(0, 120))
    position, party = 0, 0
    while position < len(by_skill):
        size = rng.choices((1, 2, 3, 4, 5), (45, 25, 15, 9, 6))[0]
        if size > 1:
            for player in by_skill[position : position + size]:
                player.party = party
            party += 1
        position += size
