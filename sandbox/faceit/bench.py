"""Builds the matches of the scenarios out of the players of a league."""

from collections.abc import Sequence

from sandbox.faceit.identity import rng_for, scenario_match_id
from sandbox.faceit.league import League, near_in_elo
from sandbox.faceit.lobby import sides
from sandbox.faceit.match import Match
from sandbox.faceit.players import Player
from sandbox.faceit.season import new_match, play, settle

MINUTE, HOUR = 60, 3600


class Bench:
    """A match maker on call.

    Parameters:
        league: where the players come from and the matches go
    """

    def __init__(self, league: League) -> None:
        self.league = league
        self.now = league.now

    def ready(
        self, name: str, among: Sequence[Player] = (), *, ago: int = 4 * MINUTE, elo: float | None = None
    ) -> Match:
        """Return a match whose veto is over and enter it under a scenario's name.

        Parameters:
            name: the scenario
            among: players who must be in it
            ago: seconds since the match was found
            elo: about which Elo; that of ``among`` or of some player by default
        """
        rng = rng_for(self.league.seed, "bench", name)
        centre = elo if elo is not None else among[0].elo if among else rng.choice(self.league.ordinary).elo
        near = near_in_elo(self.league.ordinary, centre, 16)
        ten = [*among, *rng.sample(near, 10 - len(among))]
        match_id = scenario_match_id(self.league.seed, name)
        match = new_match(rng, sides(rng, ten), self.now - ago, match_id)
        self.league.scenarios[name] = match_id
        return match

    def unvetoed(self, name: str, status: str, *, ago: int = MINUTE) -> Match:
        """Return a match found a moment ago, its map still open, in the league."""
        match = self.ready(name, ago=ago)
        match.status, match.picks, match.configured_at = status, (), None
        return self.enter(match)

    def enter(self, match: Match, status: str | None = None) -> Match:
        """Put a match into the league, in some status."""
        match.status = status or match.status
        self.league.add(match)
        return match

    def played(self, match: Match) -> Match:
        """Play a match to its end and put it into the league."""
        rng = rng_for(self.league.seed, "played", match.match_id)
        play(rng, match)
        settle(rng, match)
        return self.enter(match)
