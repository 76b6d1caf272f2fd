"""`/players/{id}/stats/cs2`: lifetime figures and one segment a map.

Three traps are dealt with here. `K/D Ratio`, `K/R Ratio` and `Total Headshots %` are sums over matches, so the
`Average ...` keys or totals are read. Extended figures (ADR, entries, sniper, flashes) cover only `Total Matches`.
`Sniper Kill Rate` and `Sniper Kill Rate per Round` are swapped, so the share is computed from totals.
"""

from typing import Any

from pydantic import Field, model_validator

from faceit.models.maps import map_code
from faceit.models.values import Count, FaceitModel, Flag, Number, Text, mapping, percent

_COUNTS = {
    "matches": "Matches",
    "extended_matches": "Total Matches",
    "wins": "Wins",
    "extended_kills": "Total Kills with extended stats",
    "extended_rounds": "Total Rounds with extended stats",
    "sniper_kills": "Total Sniper Kills",
    "entry_count": "Total Entry Count",
    "entry_wins": "Total Entry Wins",
    "one_v_one_count": "Total 1v1 Count",
    "one_v_one_wins": "Total 1v1 Wins",
    "one_v_two_count": "Total 1v2 Count",
    "one_v_two_wins": "Total 1v2 Wins",
    "flash_count": "Total Flash Count",
    "utility_damage": "Total Utility Damage",
    "adr": "ADR",
    "average_kd": "Average K/D Ratio",
    "average_kr": "Average K/R Ratio",
}
_SEGMENT = {"kills": "Kills", "deaths": "Deaths", "rounds": "Rounds", "headshots": "Headshots", **_COUNTS}
_LIFETIME = {
    "current_win_streak": "Current Win Streak",
    "longest_win_streak": "Longest Win Streak",
    "recent_results": "Recent Results",
    **_COUNTS,
}


def ratio(part: float | None, whole: float | None) -> float | None:
    """part / whole, or None when one is unknown or the whole is 0."""
    return None if part is None or not whole else part / whole


class _Figures(FaceitModel):
    """Figures that a lifetime and a segment share."""

    matches: Count = None
    extended_matches: Count = None
    wins: Count = None
    win_rate: Number = None
    headshot_share: Number = None
    adr: Number = None
    average_kd: Number = None
    average_kr: Number = None
    extended_kills: Count = None
    extended_rounds: Count = None
    sniper_kills: Count = None
    entry_count: Count = None
    entry_wins: Count = None
    one_v_one_count: Count = None
    one_v_one_wins: Count = None
    one_v_two_count: Count = None
    one_v_two_wins: Count = None
    flash_count: Count = None
    utility_damage: Count = None

    @property
    def sniper_share(self) -> float | None:
        """Share of the kills made with a sniper rifle, from totals."""
        return ratio(self.sniper_kills, self.extended_kills)

    @property
    def entry_rate(self) -> float | None:
        """Entry duels a round, from totals."""
        return ratio(self.entry_count, self.extended_rounds)

    @property
    def entry_success(self) -> float | None:
        """Share of the entry duels won, from totals."""
        return ratio(self.entry_wins, self.entry_count)

    @property
    def flashes_per_round(self) -> float | None:
        """Flashbangs thrown a round, from totals."""
        return ratio(self.flash_count, self.extended_rounds)

    @property
    def utility_damage_per_round(self) -> float | None:
        """Damage by grenades a round, from totals."""
        return ratio(self.utility_damage, self.extended_rounds)


class Segment(_Figures):
    """One map (`map` is its code) in one mode."""

    map: str
    mode: Text = None
    kills: Count = None
    deaths: Count = None
    rounds: Count = None
    headshots: Count = None

    @model_validator(mode="before")
    @classmethod
    def _raw(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "stats" not in data:
            return data
        label = data.get("label")
        return {
            "map": map_code(label) if isinstance(label, str) else None,
            "mode": data.get("mode"),
            **_figures(mapping(data["stats"]), _SEGMENT),
        }

    @property
    def kd(self) -> float | None:
        """Kills over deaths, summed."""
        return ratio(self.kills, self.deaths)


class LifetimeStats(_Figures):
    """Lifetime of a player in CS2; `recent_results` oldest first."""

    player_id: Text = None
    current_win_streak: Count = None
    longest_win_streak: Count = None
    recent_results: list[Flag] = Field(default_factory=list)
    segments: list[Segment]

    @model_validator(mode="before")
    @classmethod
    def _raw(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "lifetime" not in data:
            return data
        figures = _figures(mapping(data["lifetime"]), _LIFETIME)
        if not isinstance(figures["recent_results"], list):
            figures["recent_results"] = []
        segments = data.get("segments") or []
        if isinstance(segments, list):
            segments = [item for item in segments if not isinstance(item, dict) or item.get("type", "Map") == "Map"]
        return {"player_id": data.get("player_id"), "segments": segments, **figures}

    def maps(self, mode: str = "5v5") -> list[Segment]:
        """The segments of one mode; a segment that names none counts as 5v5."""
        return [segment for segment in self.segments if (segment.mode or "5v5") == mode]

    @property
    def kd(self) -> float | None:
        """Kills over deaths summed over the 5v5 segments; None when a played one lacks them."""
        return self._over_segments("deaths")

    @property
    def kr(self) -> float | None:
        """Kills a round summed over the 5v5 segments; None when a played one lacks them."""
        return self._over_segments("rounds")

    def _over_segments(self, below: str) -> float | None:
        played = [segment for segment in self.maps() if segment.matches != 0]
        wholes = [getattr(segment, below) for segment in played]
        if any(segment.kills is None for segment in played) or None in wholes:
            return None
        return ratio(sum(segment.kills or 0 for segment in played), sum(wholes))


def _figures(stats: dict[str, Any], keys: dict[str, str]) -> dict[str, Any]:
    shares = {"win_rate": percent(stats.get("Win Rate %")), "headshot_share": percent(stats.get("Average Headshots %"))}
    return {name: stats.get(key) for name, key in keys.items()} | shares
