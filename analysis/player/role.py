"""Role and style: `analysis.roles` decides the label, the figures behind it stand beside it."""

from analysis.player.report import Style
from analysis.population import EXTENDED_MATCHES
from analysis.report import Role, Statement
from analysis.roles import role_of
from faceit.models import LifetimeStats


def role_with_reason(lifetime: LifetimeStats | None) -> tuple[Role | None, Statement | None]:
    """The role and the statement that carries its number; (None, None) for "no clear role"."""
    found = role_of(lifetime)
    return found if found is not None else (None, None)


def style_of(lifetime: LifetimeStats | None) -> Style | None:
    """The extended figures, computed from totals; None below 50 extended matches."""
    if lifetime is None or (lifetime.extended_matches or 0) < EXTENDED_MATCHES:
        return None
    return Style(
        matches=lifetime.extended_matches or 0,
        sniper_share=lifetime.sniper_share,
        entry_rate=lifetime.entry_rate,
        entry=_tried(lifetime.entry_wins, lifetime.entry_count),
        one_v_one=_tried(lifetime.one_v_one_wins, lifetime.one_v_one_count),
        one_v_two=_tried(lifetime.one_v_two_wins, lifetime.one_v_two_count),
        flashes=lifetime.flashes_per_round,
        utility=lifetime.utility_damage_per_round,
    )


def _tried(wins: int | None, count: int | None) -> tuple[int, int] | None:
    """(wins, tries), where both are known, agree and there was a try."""
    return (wins, count) if wins is not None and count and 0 <= wins <= count else None
