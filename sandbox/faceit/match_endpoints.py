"""Endpoints about matches."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from sandbox.faceit.bodies.match_details import match_details
from sandbox.faceit.bodies.match_stats import match_stats
from sandbox.faceit.errors import MissingError
from sandbox.faceit.league import League
from sandbox.faceit.match import Match


class MatchEndpoints:
    """Answers of ``/matches``."""

    def __init__(self, league: League) -> None:
        self.league = league

    async def details(self, request: Request) -> JSONResponse:
        """Answer a match by its id, prefix included."""
        return JSONResponse(match_details(self._match(request)))

    async def stats(self, request: Request) -> JSONResponse:
        """Answer what everybody did: 404 until there is something."""
        match = self._match(request)
        if not match.maps or match.status != "FINISHED":
            raise MissingError
        return JSONResponse(match_stats(match))

    def _match(self, request: Request) -> Match:
        match = self.league.matches.get(request.path_params["match_id"])
        if match is None:
            raise MissingError
        return match
