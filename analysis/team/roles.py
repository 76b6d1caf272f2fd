"""Who plays what in a line-up. `analysis.roles` decides each label; a word on snipers only where it is known."""

from collections.abc import Sequence

from analysis.report import Role
from analysis.team.report import LineupPlayer, LineupRoles


def roles_of(players: Sequence[LineupPlayer]) -> LineupRoles:
    """Ids by role, in the order of the line-up. Every player stands once."""

    def having(role: Role) -> list[str]:
        return [player.player_id for player in players if player.role == role]

    plain = [player for player in players if player.role is None]
    return LineupRoles(
        awp=having("awp"),
        awp_mixed=having("awp-mixed"),
        entry=having("entry"),
        support=having("support"),
        unclear=[player.player_id for player in plain if player.style is not None],
        unknown=[player.player_id for player in plain if player.style is None],
    )
