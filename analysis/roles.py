"""Roles, where the numbers carry one. Any label needs 50 extended matches; lurker and IGL can't be seen at all.

Thresholds: sniper share ≥ .12 of the kills met 6 of 8 hand labels and none falsely, .08–.12 is mixed; entry rate ≥ .23
of the rounds (the top tenth) over ≥ 300 duels; support ≥ .65 flashes or ≥ 6.5 utility damage a round (not validated).
"""

from analysis.population import EXTENDED_MATCHES
from analysis.report import Role, Statement
from faceit.models import LifetimeStats

AWP_SHARE = 0.12
AWP_MIXED_SHARE = 0.08
ENTRY_RATE = 0.23
ENTRY_DUELS = 300
SUPPORT_FLASHES = 0.65
SUPPORT_DAMAGE = 6.5


def role_of(lifetime: LifetimeStats | None) -> tuple[Role, Statement] | None:
    """The role and the statement with its number, or None for "no clear role"."""
    if lifetime is None or (lifetime.extended_matches or 0) < EXTENDED_MATCHES:
        return None
    matches = lifetime.extended_matches or 0
    share, rate = lifetime.sniper_share or 0.0, lifetime.entry_rate or 0.0
    if share >= AWP_SHARE:
        return "awp", Statement(code="awp", args={"share": share, "matches": matches})
    if rate >= ENTRY_RATE and (lifetime.entry_count or 0) >= ENTRY_DUELS:
        duels = lifetime.entry_count or 0
        success = lifetime.entry_success or 0.0
        return "entry", Statement(code="entry", args={"rate": rate, "success": success, "duels": duels})
    if share >= AWP_MIXED_SHARE:
        return "awp-mixed", Statement(code="awp-mixed", args={"share": share, "matches": matches})
    flashes, damage = lifetime.flashes_per_round or 0.0, lifetime.utility_damage_per_round or 0.0
    if flashes >= SUPPORT_FLASHES or damage >= SUPPORT_DAMAGE:
        args = {"flashes": flashes, "damage": damage, "matches": matches}
        return "support", Statement(code="support", args=args)
    return None
