"""`/matches/{match_id}`: a room from its creation to its result."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from faceit.models.maps import map_code
from faceit.models.team import Team
from faceit.models.values import Count, FaceitModel, Flag, Moment, Number, Text, mapping

Faction = Literal["faction1", "faction2"]
FACTIONS: tuple[Faction, Faction] = ("faction1", "faction2")
MatchPhase = Literal["before_veto", "veto_done", "live", "finished", "cancelled"]


class MatchStatus(StrEnum):
    """Where a match stands. A word FACEIT has not told us of reads IN_PROGRESS."""

    SCHEDULED = "SCHEDULED"
    CREATED = "CREATED"
    CHECK_IN = "CHECK_IN"
    SUBSTITUTION = "SUBSTITUTION"
    CAPTAIN_PICK = "CAPTAIN_PICK"
    VOTING = "VOTING"
    CONFIGURING = "CONFIGURING"
    READY = "READY"
    ONGOING = "ONGOING"
    PAUSED = "PAUSED"
    MANUAL_RESULT = "MANUAL_RESULT"
    FINISHED = "FINISHED"
    CANCELLED = "CANCELLED"
    ABORTED = "ABORTED"
    IN_PROGRESS = "IN_PROGRESS"

    @classmethod
    def of(cls, value: object) -> "MatchStatus":
        """The status of a body: upper case in matches, lower case in history."""
        try:
            return cls(str(value).strip().upper())
        except ValueError:
            return cls.IN_PROGRESS


_STARTED = {MatchStatus.ONGOING, MatchStatus.PAUSED, MatchStatus.MANUAL_RESULT, MatchStatus.IN_PROGRESS}


class Results(FaceitModel):
    """What FACEIT says of the outcome. A BO1's score may be rounds (13:5) or maps (1:0): take rounds from the stats."""

    winner: Faction | None = None
    score: dict[Faction, int] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _raw(cls, data: Any) -> Any:
        data = mapping(data)
        score, winner = mapping(data.get("score")), data.get("winner")
        return {
            "winner": winner if winner in FACTIONS else None,
            "score": {name: score[name] for name in FACTIONS if isinstance(score.get(name), int)},
        }


class Match(FaceitModel):
    """A match. `picks` are the chosen maps in play order, `pool` the maps of its vote; both empty before a vote."""

    match_id: str = Field(min_length=1)
    game: str = "cs2"
    region: Text = None
    status: Annotated[MatchStatus, BeforeValidator(MatchStatus.of)]
    teams: dict[Faction, Team] = Field(default_factory=dict)
    picks: list[str] = Field(default_factory=list)
    pool: list[str] = Field(default_factory=list)
    best_of: Count = None
    results: Results = Field(default_factory=Results)
    competition_id: Text = None
    competition_name: Text = None
    competition_type: Text = None
    calculate_elo: Flag = None
    faceit_url: Text = None
    scheduled_at: Moment = None
    configured_at: Moment = None
    started_at: Moment = None
    finished_at: Moment = None
    version: Number = None

    @model_validator(mode="before")
    @classmethod
    def _raw(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        result = {**data, "game": data.get("game") or data.get("game_id") or "cs2"}
        vote = mapping(mapping(data.get("voting")).get("map"))
        aliases, pool = _entities(vote.get("entities"))
        if "pool" not in data:
            result["pool"] = pool
        if "picks" not in data:
            picks = vote.get("pick")
            picked = [picks] if isinstance(picks, str) else picks if isinstance(picks, list) else []
            result["picks"] = [aliases.get(pick.strip(), map_code(pick)) for pick in picked if isinstance(pick, str)]
        if isinstance(data.get("teams"), dict):
            result["teams"] = {name: data["teams"][name] for name in FACTIONS if data["teams"].get(name) is not None}
        elif data.get("teams") is None:
            result["teams"] = {}
        return result

    @property
    def finished(self) -> bool:
        """Whether FACEIT calls it finished; a forfeit is finished too, see `played`."""
        return self.status is MatchStatus.FINISHED

    @property
    def decided(self) -> bool:
        """Whether its result stands: finished, or a result entered by hand that FACEIT still calls MANUAL_RESULT."""
        return self.finished or (self.status is MatchStatus.MANUAL_RESULT and self.results.winner is not None)

    @property
    def cancelled(self) -> bool:
        """Whether it was called off, whatever result it may carry."""
        return self.status in {MatchStatus.CANCELLED, MatchStatus.ABORTED}

    @property
    def played(self) -> bool:
        """Whether it was finished on a server: a forfeit has no start, or one equal to its end."""
        if not self.decided or self.started_at is None:
            return False
        return self.finished_at is None or self.finished_at > self.started_at

    @property
    def phase(self) -> MatchPhase:
        """The part of its life an analysis depends on."""
        if self.cancelled:
            return "cancelled"
        if self.decided:
            return "finished"
        if self.status in _STARTED:
            return "live"
        return "veto_done" if self.picks else "before_veto"

    @property
    def maps(self) -> list[str]:
        """Codes of the chosen maps in play order; empty before the vote ended."""
        return self.picks

    @property
    def player_ids(self) -> list[str]:
        """Everybody in the rosters, faction1 first."""
        return [person.player_id for name in FACTIONS if name in self.teams for person in self.teams[name].roster]


def _entities(value: Any) -> tuple[dict[str, str], list[str]]:
    """Names a pick may use for a map, and the codes of the pool in order; `class_name` may end in a space."""
    aliases: dict[str, str] = {}
    pool: list[str] = []
    for item in value if isinstance(value, list) else []:
        entity = mapping(item)
        names = [name for key in ("class_name", "game_map_id", "guid", "name") if (name := entity.get(key))]
        words = [name.strip() for name in names if isinstance(name, str) and name.strip()]
        if words:
            code = map_code(words[0])
            pool.append(code)
            aliases.update(dict.fromkeys(words, code))
    return aliases, list(dict.fromkeys(pool))
