"""A player looked up for a report: who asked not to be analysed is not offered where several fit."""

from actors.context import StepContext
from faceit.finding import find_player
from faceit.models import Player
from faceit.player_errors import PlayerAmbiguousError, PlayerNotFoundError


def find(ctx: StepContext, words: str) -> Player:
    """As `faceit.finding.find_player`; a step asks by itself whether the one found may be shown."""
    try:
        return find_player(ctx.faceit, words)
    except PlayerAmbiguousError as error:
        hidden = ctx.archive.hidden([one.player_id for one in error.candidates])
        if not hidden:
            raise
        offered = [one for one in error.candidates if one.player_id not in hidden]
        if not offered:
            raise PlayerNotFoundError(error.query) from None
        raise type(error)(error.query, offered) from None
