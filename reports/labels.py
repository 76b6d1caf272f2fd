"""Who is who on a card: short labels, team names, and what a status is called."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.report import MapReport, MatchReport, TeamReport
from faceit.models import FACTIONS, Faction, map_name
from reports.escape import cell, name, plain_name
from texts.catalogue import Language, text

_PHASES = {
    "VOTING": "voting",
    "CAPTAIN_PICK": "voting",
    "CONFIGURING": "ready",
    "READY": "ready",
    "ONGOING": "live",
    "PAUSED": "paused",
    "FINISHED": "finished",
    "CANCELLED": "cancelled",
    "ABORTED": "aborted",
    "IN_PROGRESS": "live",
    "MANUAL_RESULT": "manual",
}

LETTERS: Mapping[Faction, str] = {"faction1": "A", "faction2": "B"}


@dataclass(frozen=True)
class Labels:
    """How the two sides are called. `short` is "A"/"B", or "we"/"they" for an asker with a side."""

    language: Language
    side: Faction | None
    short: Mapping[Faction, str]
    teams: Mapping[Faction, TeamReport]

    def name(self, faction: Faction) -> str:
        """The team's name as HTML; "team A" for one without a name (or whose name gives a hidden player away)."""
        return name(self.teams[faction].name) if self._named(faction) else self._neutral(faction)

    def plain(self, faction: Faction) -> str:
        """The team's name as plain text."""
        return plain_name(self.teams[faction].name) if self._named(faction) else self._neutral(faction)

    def of(self, faction: Faction) -> str:
        """Whom something is for, as HTML: "us" or "them" for an asker with a side, else the team's name."""
        if self.side is None:
            return self.name(faction)
        return text(self.language, "report-of-us" if faction == self.side else "report-of-them")

    def titled(self, faction: Faction) -> str:
        """The team's name in bold with its short label."""
        return f"<b>{self.name(faction)}</b> ({self.short[faction]})"

    def capital(self, faction: Faction) -> str:
        """The short label at the beginning of a line."""
        return self.short[faction][:1].upper() + self.short[faction][1:]

    def _named(self, faction: Faction) -> bool:
        return faction in self.teams and bool(self.teams[faction].name)

    def _neutral(self, faction: Faction) -> str:
        return text(self.language, "report-team-neutral", letter=LETTERS[faction])

    @property
    def order(self) -> tuple[Faction, Faction]:
        """Own side first."""
        return (FACTIONS[1], FACTIONS[0]) if self.side == FACTIONS[1] else FACTIONS

    @property
    def targets(self) -> tuple[Faction, ...]:
        """Sides whose players may be named as dangerous or soft: never the asker's own."""
        return FACTIONS if self.side is None else (self.order[1],)


def labels_of(report: MatchReport, language: Language, side: str | None) -> Labels:
    """The labels of a report; a side that is none counts as no side."""
    own: Faction | None = next((name for name in FACTIONS if name == side), None)
    short: dict[Faction, str] = dict(LETTERS)
    if own is not None:
        other = FACTIONS[1] if own == FACTIONS[0] else FACTIONS[0]
        short = {own: text(language, "report-us"), other: text(language, "report-them")}
    return Labels(language, own, short, {team.faction: team for team in report.teams})


def status_text(report: MatchReport, language: Language) -> str:
    """Where the match stands, in words."""
    phase = _PHASES.get(report.status, "waiting")
    return text(language, f"report-status-{'manual-pending' if phase == 'manual' and not report.review else phase}")


def chosen(report: MatchReport) -> list[MapReport]:
    """The rows of the maps already chosen, in play order.

    A report kept from an earlier release has no `picks`: there the advice names them, and the report the first.
    """
    if report.picks:
        return [row for code in dict.fromkeys(report.picks) for row in report.maps if row.map == code]
    named = {str(a.args["map"]) for a in report.advice if a.code in {"map-favours", "map-even"}}
    return [row for row in report.maps if row.map in named | {report.map}]


def map_label(code: str) -> str:
    """A map's name as HTML; a workshop id is foreign text and is treated so."""
    return name(code) if map_name(code) == code else map_name(code)


def map_cell(code: str, width: int) -> str:
    """A map's name for a table."""
    return cell(map_name(code), width)
