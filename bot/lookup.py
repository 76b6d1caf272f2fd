"""Players and matches looked up by the bot itself, with the line and the cache that the workers have too."""

import asyncio

from faceit.budget import Lane
from faceit.client import FaceitClient, build_client
from faceit.finding import find_player
from faceit.models import Match, Player
from faceit.scope import FaceitScope
from settings import Settings


class Lookup:
    """One a process; its client is built by the first look. Methods raise FaceitError and BudgetDeferredError."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: FaceitClient | None = None

    async def find(self, words: str) -> Player:
        """The player meant by a nickname, a link or an id. Raises what `find_player` raises."""
        return await asyncio.to_thread(lambda: find_player(self._scope(), words))

    async def player(self, player_id: str) -> Player:
        """A player by id."""
        return await asyncio.to_thread(lambda: self._scope().player(player_id))

    def match(self, match_id: str) -> Match:
        """A match, one call at most; blocking."""
        return self._scope().match(match_id)

    def _scope(self) -> FaceitScope:
        if self._client is None:
            self._client = build_client(self._settings, profile="command")
        return self._client.scope(lane=Lane.INTERACTIVE)
