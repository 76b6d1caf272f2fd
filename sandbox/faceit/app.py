"""The application: data endpoints behind the gate, the control panel beside them."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from sandbox.faceit.calls import BASE
from sandbox.faceit.control import Control
from sandbox.faceit.errors import MissingError, ParameterError, error_response
from sandbox.faceit.gate import Gate
from sandbox.faceit.league import League
from sandbox.faceit.match_endpoints import MatchEndpoints
from sandbox.faceit.options import Options
from sandbox.faceit.player_endpoints import PlayerEndpoints
from sandbox.faceit.scenarios import add_scenarios


def create_league(seed: int = 7, now: int | None = None, players: int = 100) -> League:
    """Return a league with its half year played and every scenario in it."""
    league = League(seed, now, players)
    add_scenarios(league)
    return league


def create_app(league: League | None = None, options: Options | None = None) -> Starlette:
    """Return the ASGI application; ``app.state`` holds ``league`` and ``gate``."""
    league = league or create_league()
    endpoints = Starlette(routes=_routes(league), exception_handlers=_HANDLERS)
    gate = Gate(endpoints, league.seed, options or Options())
    app = Starlette(
        routes=[Mount("/control", routes=Control(league, gate).routes()), Mount("/", gate)],
    )
    app.state.league, app.state.gate = league, gate
    return app


def _routes(league: League) -> list[Route]:
    matches, players = MatchEndpoints(league), PlayerEndpoints(league)
    paths = {
        "/matches/{match_id}": matches.details,
        "/matches/{match_id}/stats": matches.stats,
        "/players": players.look_up,
        "/players/{player_id}": players.details,
        "/players/{player_id}/stats/{game}": players.lifetime,
        "/players/{player_id}/games/{game}/stats": players.games,
        "/players/{player_id}/history": players.history,
        "/players/{player_id}/bans": players.bans,
        "/search/players": players.search,
        "/rankings/games/{game}/regions/{region}/players/{player_id}": players.ranking,
    }
    return [Route(BASE + path, endpoint) for path, endpoint in paths.items()]


async def _missing(_request: Request, _error: Exception) -> Response:
    return error_response(404)


async def _bad_parameter(_request: Request, error: Exception) -> Response:
    return error_response(400, str(error))


_HANDLERS = {404: _missing, MissingError: _missing, ParameterError: _bad_parameter}
