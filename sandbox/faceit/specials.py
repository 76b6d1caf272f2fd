"""Players who are there to be awkward: hostile names, hidden statistics, newcomers, another game, a club."""

import random
from dataclasses import dataclass

from sandbox.faceit.club import Club, draw_club
from sandbox.faceit.identity import rng_for
from sandbox.faceit.names import HOSTILE_NAMES
from sandbox.faceit.players import MEAN_SKILL, Player, Visibility, draw_player


@dataclass(frozen=True, slots=True)
class Specials:
    """The awkward players of a league, next to its ordinary ones."""

    hostile: tuple[Player, ...]
    stats_absent: Player
    stats_empty: Player
    old_account: Player
    unplaced: Player
    newcomer: Player
    three_matches: Player
    csgo_only: Player
    club: Club

    @property
    def everybody(self) -> tuple[Player, ...]:
        """All of them."""
        return (
            *self.hostile,
            self.stats_absent,
            self.stats_empty,
            self.old_account,
            self.unplaced,
            self.newcomer,
            self.three_matches,
            self.csgo_only,
            *self.club.everybody,
        )


def draw_specials(seed: int) -> Specials:
    """Return the awkward players: those with hostile names play the season, the others sit it out."""
    rng = rng_for(seed, "specials")
    hostile = tuple(_average(rng, name, activity=0.2) for name in HOSTILE_NAMES)
    specials = Specials(
        hostile=hostile,
        stats_absent=_average(rng, "Hidden_404", visibility=Visibility.ABSENT),
        stats_empty=_average(rng, "Hidden_Empty", visibility=Visibility.EMPTY),
        old_account=_average(rng, "Old_Account", visibility=Visibility.OLD),
        unplaced=_average(rng, "Calibrating", placed=False),
        newcomer=_average(rng, "Zero_Matches", placed=False),
        three_matches=_average(rng, "Three_Matches", placed=False),
        csgo_only=_average(rng, "Only_CSGO"),
        club=draw_club(seed),
    )
    specials.csgo_only.games = ("csgo",)
    return specials


def _average(
    rng: random.Random,
    nickname: str,
    *,
    activity: float = 0.0,
    visibility: Visibility = Visibility.OPEN,
    placed: bool = True,
) -> Player:
    player = draw_player(rng, nickname)
    player.skill = rng.gauss(MEAN_SKILL, 100)
    player.elo = round(player.skill)
    player.activity, player.visibility, player.placed = activity, visibility, placed
    player.bans = []
    return player
