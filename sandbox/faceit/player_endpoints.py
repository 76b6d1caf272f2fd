"""Endpoints about players."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from sandbox.faceit.bodies.games import game_row, history_row
from sandbox.faceit.bodies.player import ban, player_details, ranking_row, search_row
from sandbox.faceit.errors import MissingError, ParameterError
from sandbox.faceit.league import League
from sandbox.faceit.lifetime import lifetime_body
from sandbox.faceit.parameters import page, required, span, whole
from sandbox.faceit.players import Player, Visibility

REGIONS = {"EU", "NA", "SA", "SEA", "OCE"}


class PlayerEndpoints:
    """Answers of ``/players``, ``/search/players`` and ``/rankings``."""

    def __init__(self, league: League) -> None:
        self.league = league

    async def look_up(self, request: Request) -> JSONResponse:
        """Answer the exact nickname; with ``game``, only if the account has that game."""
        player = self.league.named(required(request, "nickname"))
        game = request.query_params.get("game")
        if player is None or (game and game not in player.games):
            raise MissingError
        return JSONResponse(player_details(player))

    async def details(self, request: Request) -> JSONResponse:
        """Answer a player by id."""
        return JSONResponse(player_details(self._player(request)))

    async def lifetime(self, request: Request) -> JSONResponse:
        """Answer lifetime statistics and segments: 404 without a match, as for hidden ones."""
        player = self._of_game(request)
        if player.visibility is Visibility.EMPTY:
            return JSONResponse({"player_id": player.player_id, "game_id": "cs2", "lifetime": {}, "segments": []})
        segments = {mode: self.league.segments(player, mode) for mode in ("5v5", "2v2")}
        if player.visibility is Visibility.ABSENT or not any(segments.values()):
            raise MissingError
        extended = player.visibility is not Visibility.OLD
        return JSONResponse(lifetime_body(player.player_id, segments, self.league.results(player), extended=extended))

    async def games(self, request: Request) -> JSONResponse:
        """Answer one item a map, newest first; times in milliseconds, so that seconds find nothing."""
        player = self._of_game(request)
        offset, limit = page(request, 200)
        begin, end = span(request, self.league.clock() * 1000)
        if player.visibility is Visibility.ABSENT:
            raise MissingError
        rows = [
            entry
            for entry in reversed(self.league.appearances[player.player_id])
            if begin <= entry.finished_at * 1000 <= end and player.visibility is not Visibility.EMPTY
        ]
        items = [game_row(*entry) for entry in rows[offset : offset + limit]]
        return JSONResponse({"items": items, "start": offset, "end": offset + limit})

    async def history(self, request: Request) -> JSONResponse:
        """Answer one item a match, newest first; times in seconds."""
        player = self._player(request)
        game = required(request, "game")
        offset, limit = page(request, 1000)
        begin, end = span(request, self.league.clock())
        matches = [
            match
            for match in reversed(self.league.history[player.player_id])
            if match.game == game and begin <= (match.finished_at or match.created_at) <= end
        ]
        items = [history_row(match) for match in matches[offset : offset + limit]]
        return JSONResponse({"items": items, "start": offset, "end": offset + limit, "from": begin, "to": end})

    async def bans(self, request: Request) -> JSONResponse:
        """Answer the bans of a player, most have none."""
        player = self._player(request)
        offset, limit = page(request, 1000)
        rows = [ban(player, reason, self.league.now) for reason in player.bans]
        return JSONResponse({"items": rows[offset : offset + limit], "start": offset, "end": offset + limit})

    async def search(self, request: Request) -> JSONResponse:
        """Answer nicknames that contain the text, whatever the case, those that begin with it first."""
        text = required(request, "nickname").lower()
        game = request.query_params.get("game")
        offset, limit = page(request, 1000)
        found = [
            player
            for player in self.league.players.values()
            if text in player.nickname.lower() and (not game or game in player.games)
        ]
        found.sort(key=lambda player: (not player.nickname.lower().startswith(text), player.nickname.lower()))
        rows = [search_row(player) for player in found[offset : offset + limit]]
        return JSONResponse({"items": rows, "start": offset, "end": offset + limit})

    async def ranking(self, request: Request) -> JSONResponse:
        """Answer a player's place in the league, with the neighbours."""
        player = self._of_game(request)
        limit = whole(request, "limit", 20, 1, 100)
        region = request.path_params["region"]
        if region not in REGIONS:
            raise ParameterError("region", f"must be one of {', '.join(sorted(REGIONS))}")
        ranked = self.league.ranked()
        if region != "EU" or player not in ranked:
            raise MissingError
        place = ranked.index(player)
        first = max(0, place - (limit - 1) // 2)
        rows = [ranking_row(other, first + number) for number, other in enumerate(ranked[first : first + limit], 1)]
        return JSONResponse({"position": place + 1, "items": rows, "start": first + 1, "end": first + len(rows)})

    def _player(self, request: Request) -> Player:
        player = self.league.players.get(request.path_params["player_id"])
        if player is None:
            raise MissingError
        return player

    def _of_game(self, request: Request) -> Player:
        player = self._player(request)
        if request.path_params["game"] != "cs2" or "cs2" not in player.games:
            raise MissingError
        return player
