"""Moves a match on: found, vetoed, played, over."""

from sandbox.faceit.identity import rng_for
from sandbox.faceit.league import League
from sandbox.faceit.match import Match
from sandbox.faceit.season import play, settle

NEXT_STATUS = {
    "SCHEDULED": "CHECK_IN",
    "CREATED": "CHECK_IN",
    "CHECK_IN": "CAPTAIN_PICK",
    "SUBSTITUTION": "CAPTAIN_PICK",
    "CAPTAIN_PICK": "VOTING",
    "VOTING": "CONFIGURING",
    "CONFIGURING": "READY",
    "READY": "ONGOING",
    "PAUSED": "ONGOING",
    "MODERATOR_REVIEW": "ONGOING",
    "ONGOING": "FINISHED",
}


class NoNextStatusError(Exception):
    """A match is over, or of a game that is not played here."""

    def __init__(self, match_id: str, status: str) -> None:
        super().__init__(f"{match_id} is {status}: there is nothing after that")
        self.match_id = match_id
        self.status = status


def advance(league: League, match: Match, at: int) -> str:
    """Move a match to its next status and return it.

    Parameters:
        league: where the result is entered
        match: the match
        at: unix seconds the change happens at

    Raises:
        NoNextStatusError: the match is over
    """
    following = NEXT_STATUS.get(match.status)
    if following is None or match.game != "cs2":
        raise NoNextStatusError(match.match_id, match.status)
    rng = rng_for(league.seed, "progress", match.match_id)
    if following == "CONFIGURING":
        match.picks, match.configured_at = (rng.choice(match.pool),), at
    elif following == "ONGOING":
        match.started_at = match.started_at or at
    elif following == "FINISHED":
        play(rng, match)
        _end_at(match, at)
        settle(rng, match)
        league.record(match)
    match.status = following
    return following


def _end_at(match: Match, at: int) -> None:
    """Shift what was played so that it ended just now rather than half an hour ahead."""
    shift = at - (match.finished_at or at)
    match.started_at = (match.started_at or at) + shift
    match.finished_at = at
    for played in match.maps:
        played.finished_at += shift
