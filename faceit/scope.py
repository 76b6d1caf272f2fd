"""The typed calls of one piece of work.

While the hour's calls run out (faceit/supply.py), those withheld give what is kept of earlier answers, a day old at
most, and raise HourShortError where nothing is.
"""

from datetime import datetime

from faceit import endpoints
from faceit.answers import Body
from faceit.endpoints import Call
from faceit.errors import FaceitNoCs2Error, FaceitNotFoundError, HourShortError
from faceit.fetching import Fetcher
from faceit.models import Ban, FoundPlayer, GameStats, HistoryMatch, LifetimeStats, Match, MatchStats, Player
from faceit.paging import newest_games
from faceit.parsing import counted_page, one, page

UNSETTLED_TTL_S = 60.0  # statistics may still change for about 90 s after the finish
SEARCH_LIMIT = 20


class FaceitScope(Fetcher):
    """Typed calls; usable by several threads. Every method may raise what Requester raises, and FaceitShapeError."""

    def match(self, match_id: str) -> Match:
        """A match. Kept for `ttl_match`, finished ones for `ttl_match_finished`. Raises FaceitNotFoundError."""
        times = self._settings
        return self._get(
            endpoints.match(match_id),
            one(Match),
            lambda match: times.ttl_match_finished if match.finished else times.ttl_match,
        )

    def match_stats(self, match_id: str, *, settled: bool = True) -> MatchStats:
        """Statistics of a match. Raises FaceitNotFoundError until there are some.

        `settled=False` (the match ended less than two minutes ago) keeps them a minute only, because they may change.
        """
        ttl = self._settings.ttl_match_stats if settled else min(UNSETTLED_TTL_S, self._settings.ttl_match_stats)
        return self._get(endpoints.match_stats(match_id), one(MatchStats), lambda _: ttl)

    def player(self, player_id: str, *, asked_for: bool = False) -> Player:
        """A player by id. Raises FaceitNotFoundError.

        `asked_for`: the work is about him; like a look-up by nickname it is made however little is left of the hour.
        """
        call = endpoints.player(player_id)
        return self._get(call, one(Player), lambda _: self._settings.ttl_player, asked_for=asked_for)

    def player_by_nickname(self, nickname: str) -> Player:
        """A player by exact nickname; the same object as `player`, and kept for it.

        Raises FaceitNoCs2Error for an account without CS2, FaceitNotFoundError for no account.
        """
        try:
            return self.player_named(nickname)
        except FaceitNotFoundError as missing:
            self.account_named(nickname)
            raise FaceitNoCs2Error("no CS2 on this account", status=missing.status, path=missing.path) from None

    def player_named(self, nickname: str) -> Player:
        """As `player_by_nickname` with one call at most: FaceitNotFoundError for an account without CS2, too."""
        return self._look_up(endpoints.player_by_nickname(nickname))

    def account_named(self, nickname: str) -> Player:
        """The account of an exact nickname, with CS2 or without. Raises FaceitNotFoundError."""
        return self._look_up(endpoints.player_by_nickname(nickname, game=None))

    def lifetime(self, player_id: str) -> LifetimeStats:
        """Lifetime statistics with their maps. Raises FaceitNotFoundError for somebody who never played."""
        return self._get(endpoints.lifetime(player_id), one(LifetimeStats), lambda _: self._settings.ttl_lifetime)

    def recent_games(self, player_id: str, limit: int) -> list[GameStats]:
        """The last `limit` games (1..100), newest first. Raises ValueError for another limit."""
        return self._get(endpoints.recent_games(player_id, limit), page(GameStats), lambda _: self._settings.ttl_games)

    def games(self, player_id: str, count: int, *, before: datetime | None = None) -> list[GameStats]:
        """The newest `count` games (1..1000), newest first, each once; fewer when there are no more or some are odd.

        `before` leaves out those that ended at that moment or later. Up to 100 games a call; each page is kept for
        `ttl_games`. While the hour's calls run out, as far as pages are kept. Raises ValueError for another count.
        """

        pages = 0

        def fetch(limit: int, offset: int, until_ms: int | None) -> tuple[list[GameStats], int]:
            call = endpoints.recent_games(player_id, limit, offset, until_ms=until_ms)
            nonlocal pages
            try:
                found = self._get(call, counted_page(GameStats), lambda _: self._settings.ttl_games)
            except HourShortError:
                if not pages:
                    raise
                # The pages before this one are worth more than nothing.
                self._took_kept(call)
                return [], 0
            pages += 1
            return found

        return newest_games(fetch, count, before=before)

    def history(
        self,
        player_id: str,
        *,
        limit: int = 100,
        offset: int = 0,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[HistoryMatch]:
        """Matches a player was in, newest first: `limit` (1..100) from `offset` (0..1000) on, kept for `ttl_games`.

        `since` and `until` bound the finish, to whole seconds. Raises ValueError for another limit or offset.
        """
        since_s, until_s = (None if moment is None else int(moment.timestamp()) for moment in (since, until))
        call = endpoints.history(player_id, limit, offset, since_s=since_s, until_s=until_s)
        return self._get(call, page(HistoryMatch), lambda _: self._settings.ttl_games)

    def search_players(self, nickname: str, limit: int = SEARCH_LIMIT) -> list[FoundPlayer]:
        """Accounts with CS2 whose nickname resembles `nickname`, FACEIT's best first; 1..100, ValueError otherwise."""
        call = endpoints.search_players(nickname, limit)
        return self._get(call, page(FoundPlayer), lambda _: self._settings.ttl_search)

    def bans(self, player_id: str) -> list[Ban]:
        """Every ban an account ever had, most have none. Raises FaceitNotFoundError for no account."""
        return self._get(endpoints.bans(player_id), page(Ban), lambda _: self._settings.ttl_player)

    def keeps_lifetime(self, player_id: str) -> bool:
        """Whether lifetime statistics are kept, fresh or not; no call is made."""
        call = endpoints.lifetime(player_id)
        return self._shared.cache.get(call.kind, call.key, stale=True) is not None

    def _look_up(self, call: Call) -> Player:
        def keep(player: Player, body: Body) -> None:
            known_as = endpoints.player(player.player_id)
            self._put(known_as.kind, known_as.key, body, self._settings.ttl_player)

        return self._get(call, one(Player), lambda _: self._settings.ttl_player, keep)
