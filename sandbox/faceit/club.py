"""A club of ten who play among themselves: people whose nicknames, bans or games are awkward, with good statistics."""

from dataclasses import dataclass

from sandbox.faceit.identity import rng_for
from sandbox.faceit.players import MEAN_SKILL, Player, draw_player


@dataclass(frozen=True, slots=True)
class Club:
    """The ten, apart from the season, so that they change nothing in it."""

    upper: Player  # "Kestrel" and "kestrel" are two people
    lower: Player
    dashes: Player
    underscores: Player
    banned: Player  # for ever, with the best statistics of all
    banned_once: Player
    renamed: Player  # to be given another nickname while the stand-in runs
    wingman: Player  # as many games two a side as five a side
    rest: tuple[Player, Player]

    @property
    def everybody(self) -> tuple[Player, ...]:
        """All ten."""
        return (
            self.upper,
            self.lower,
            self.dashes,
            self.underscores,
            self.banned,
            self.banned_once,
            self.renamed,
            self.wingman,
            *self.rest,
        )


def draw_club(seed: int) -> Club:
    """Return the ten; they follow from the seed alone and from draws of their own."""
    club = Club(
        upper=_member(seed, "Kestrel"),
        lower=_member(seed, "kestrel"),
        dashes=_member(seed, "-k1te-"),
        underscores=_member(seed, "__moss__"),
        banned=_member(seed, "Banned_Ace", skill=400.0, fragging=2.2),
        banned_once=_member(seed, "Served_Ban"),
        renamed=_member(seed, "Before_Rename"),
        wingman=_member(seed, "Wing_Marathon"),
        rest=(_member(seed, "wren1337"), _member(seed, "Kestrel_Fan")),
    )
    club.banned.bans, club.banned.banned_for = ["cheating"], None
    club.banned_once.bans = ["afk or leaver"]
    return club


def _member(seed: int, nickname: str, *, skill: float = 0.0, fragging: float | None = None) -> Player:
    rng = rng_for(seed, "club", nickname)
    player = draw_player(rng, nickname)
    player.skill = rng.gauss(MEAN_SKILL, 100) + skill
    player.fragging = rng.gauss(0, 0.6) if fragging is None else fragging
    player.elo, player.games, player.bans = round(player.skill), ("cs2",), []
    return player
