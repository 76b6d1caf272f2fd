"""The typed calls of one piece of work: its lane, its cancel check, its count of calls."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import structlog
from pydantic import BaseModel, ValidationError

from faceit import endpoints
from faceit.answers import Body
from faceit.budget import Lane
from faceit.cache import ResponseCache
from faceit.endpoints import Call
from faceit.errors import FaceitNoCs2Error, FaceitNotFoundError, FaceitShapeError
from faceit.flight import SingleFlight
from faceit.models import GameStats, LifetimeStats, Match, MatchStats, Player
from faceit.waiting import Check
from settings import FaceitSettings

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

log = structlog.get_logger(__name__)

UNSETTLED_TTL_S = 60.0  # statistics may still change for about 90 s after the finish


class Requester(Protocol):
    """Makes one call: lane, check, and what to do just before each HTTP request."""

    def __call__(self, call: Call, lane: Lane, check: Check, count: Callable[[], None]) -> Body:
        """The JSON object. Raises FaceitError, BudgetDeferredError, RedisUnavailableError, what `check` raises."""


@dataclass(frozen=True)
class Shared:
    """What all scopes of a client have in common."""

    request: Requester
    cache: ResponseCache
    flights: SingleFlight[Body]
    settings: FaceitSettings


class FaceitScope:
    """Typed calls; usable by several threads. Every method may raise what Requester raises, and FaceitShapeError."""

    def __init__(self, shared: Shared, *, lane: Lane, check: Check, fresh: bool) -> None:
        self._shared = shared
        self._settings = shared.settings
        self._lane = lane
        self._check = check
        self._fresh = fresh
        self._lock = threading.Lock()
        self._calls = 0

    @property
    def calls(self) -> int:
        """HTTP requests really made; answers from the cache and from another thread's call don't count."""
        with self._lock:
            return self._calls

    def match(self, match_id: str) -> Match:
        """A match. Kept for `ttl_match`, finished ones for `ttl_match_finished`. Raises FaceitNotFoundError."""
        times = self._settings
        return self._get(
            endpoints.match(match_id),
            _as(Match),
            lambda match: times.ttl_match_finished if match.finished else times.ttl_match,
        )

    def match_stats(self, match_id: str, *, settled: bool = True) -> MatchStats:
        """Statistics of a match. Raises FaceitNotFoundError until there are some.

        `settled=False` (the match ended less than two minutes ago) keeps them a minute only, because they may change.
        """
        ttl = self._settings.ttl_match_stats if settled else min(UNSETTLED_TTL_S, self._settings.ttl_match_stats)
        return self._get(endpoints.match_stats(match_id), _as(MatchStats), lambda _: ttl)

    def player(self, player_id: str) -> Player:
        """A player by id. Raises FaceitNotFoundError."""
        return self._get(endpoints.player(player_id), _as(Player), lambda _: self._settings.ttl_player)

    def player_by_nickname(self, nickname: str) -> Player:
        """A player by exact nickname; the same object as `player`, and kept for it.

        Raises FaceitNoCs2Error for an account without CS2, FaceitNotFoundError for no account.
        """
        try:
            return self._look_up(endpoints.player_by_nickname(nickname))
        except FaceitNotFoundError as missing:
            self._look_up(endpoints.player_by_nickname(nickname, game=None))
            raise FaceitNoCs2Error("no CS2 on this account", status=missing.status, path=missing.path) from None

    def lifetime(self, player_id: str) -> LifetimeStats:
        """Lifetime statistics with their maps. Raises FaceitNotFoundError for somebody who never played."""
        return self._get(endpoints.lifetime(player_id), _as(LifetimeStats), lambda _: self._settings.ttl_lifetime)

    def recent_games(self, player_id: str, limit: int) -> list[GameStats]:
        """The last `limit` games (1..100), newest first. Raises ValueError for another limit."""
        return self._get(endpoints.recent_games(player_id, limit), _games, lambda _: self._settings.ttl_games)

    def _look_up(self, call: Call) -> Player:
        def keep(player: Player, body: Body) -> None:
            known_as = endpoints.player(player.player_id)
            self._shared.cache.put(known_as.kind, known_as.key, body, self._settings.ttl_player)

        return self._get(call, _as(Player), lambda _: self._settings.ttl_player, keep)

    def _get(
        self,
        call: Call,
        parse: Callable[[Body, str], T],
        ttl: Callable[[T], float],
        keep: Callable[[T, Body], None] = lambda _model, _body: None,
    ) -> T:
        self._check()
        parsed: list[T] = []
        cache = self._shared.cache

        def load() -> Body:
            body = None if self._fresh else cache.get(call.kind, call.key)
            if body is not None:
                try:
                    parsed.append(parse(body, call.path))
                    return body
                except FaceitShapeError:
                    # Written by another version: as good as a miss.
                    pass
            body = self._shared.request(call, self._lane, self._check, self._count)
            try:
                model = parse(body, call.path)
            except FaceitShapeError as error:
                log.error("faceit.other_shape", path=call.path, places=error.detail)
                raise
            cache.put(call.kind, call.key, body, ttl(model))
            keep(model, body)
            parsed.append(model)
            return body

        # By lane and freshness too: nobody in a chat waits for a bulk call's place in line or gets a cached answer.
        name = (call.kind, call.key, self._lane, self._fresh)
        body = self._shared.flights.do(name, load, self._check)
        return parsed[0] if parsed else parse(body, call.path)

    def _count(self) -> None:
        with self._lock:
            self._calls += 1


def _as(model: type[M]) -> Callable[[Body, str], M]:
    """A parser for one model. It raises FaceitShapeError with the places that don't fit."""

    def parse(body: Mapping[str, Any], path: str) -> M:
        try:
            return model.model_validate(body)
        except ValidationError as error:
            raise FaceitShapeError(_places(error), status=200, path=path) from None

    return parse


def _games(body: Body, path: str) -> list[GameStats]:
    """Items of one page; an odd item is left out, a page of nothing else is another shape."""
    items = body.get("items")
    if not isinstance(items, list):
        raise FaceitShapeError("items: missing", status=200, path=path)
    games: list[GameStats] = []
    problem = ""
    for item in items:
        try:
            games.append(GameStats.model_validate(item))
        except ValidationError as error:
            problem = problem or _places(error)
    if items and not games:
        raise FaceitShapeError(f"items: {problem}", status=200, path=path)
    return games


def _places(error: ValidationError) -> str:
    """Where and what kind, without the values."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return ", ".join(f"{'.'.join(map(str, item['loc'])) or 'root'}: {item['type']}" for item in found[:5])
