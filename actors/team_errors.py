"""What can go wrong with a line-up once FACEIT was asked: names that mean nobody exactly, no party, nothing to show."""

from collections.abc import Mapping

from analysis.team.party import PARTY_MATCHES, PARTY_SHARE, UsualParty
from errors import InputError
from faceit.player_errors import PlayerAmbiguousError, quotable


class NoPartyError(InputError):
    """Nobody shared enough of the person's last matches."""

    code = "no-party"

    def __init__(self, found: UsualParty) -> None:
        super().__init__("no usual party")
        self.found = found

    def args_for_text(self) -> Mapping[str, str | int | float]:
        """`matches` looked at and `most` that anybody shared, numbers; `needed` and `share` as text."""
        share = f"{round(PARTY_SHARE * 100)}%"
        return {
            "matches": self.found.matches,
            "most": self.found.most,
            "needed": str(PARTY_MATCHES),
            "share": share,
        }


class TeamNameError(InputError):
    """One of the names means nobody exactly; `found` are the nicknames it may mean."""

    code = "team-name-similar"

    def __init__(self, error: PlayerAmbiguousError) -> None:
        super().__init__("name not exact")
        self.query = error.query
        self.found = tuple(candidate.nickname for candidate in error.candidates)

    def args_for_text(self) -> Mapping[str, str | int | float]:
        """`query` and `found`, fit to be quoted but not escaped."""
        return {"query": self.query, "found": ", ".join(quotable(nickname) for nickname in self.found)}


class TeamNameAmbiguousError(TeamNameError):
    """One of the names belongs to several players, told apart by case alone."""

    code = "team-name-ambiguous"


class TeamHiddenError(InputError):
    """Too many of the players asked not to be analysed: fewer than two are left."""

    code = "team-hidden"


class TeamNoStatisticsError(InputError):
    """FACEIT shows statistics of none of the players."""

    code = "team-no-statistics"
