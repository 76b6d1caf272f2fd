"""The control panel: scenarios, options, the log of calls."""

from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sandbox.faceit.gate import Gate
from sandbox.faceit.league import League
from sandbox.faceit.offers import offers
from sandbox.faceit.options import Options
from sandbox.faceit.progress import NoNextStatusError, advance


def change_options(gate: Gate, changes: dict[str, Any]) -> None:
    """Set some options, all or none of them.

    Raises:
        ValidationError: one of them is unknown or out of its range
    """
    options = Options.model_validate(gate.options.model_dump() | changes)
    gate.options = options
    if "faults" in changes:
        gate.faults.reset()


class Control:
    """Answers of ``/control``; nothing here needs a key or counts as a call."""

    def __init__(self, league: League, gate: Gate) -> None:
        self.league = league
        self.gate = gate

    def routes(self) -> list[Route]:
        """Return the routes of the control panel."""
        return [
            Route("/scenarios", self.scenarios),
            Route("/offers", self.offers),
            Route("/options", self.options, methods=["GET"]),
            Route("/options", self.set_options, methods=["POST"]),
            Route("/calls", self.calls),
            Route("/reset", self.reset, methods=["POST"]),
            Route("/match/{match_id}/advance", self.advance, methods=["POST"]),
            Route("/player/{player_id}/rename", self.rename, methods=["POST"]),
        ]

    async def scenarios(self, _request: Request) -> JSONResponse:
        """Answer the match id and the present status of every scenario, by name."""
        return JSONResponse(
            {
                name: {"match_id": match_id, "status": self.league.matches[match_id].status}
                for name, match_id in self.league.scenarios.items()
            }
        )

    async def offers(self, _request: Request) -> JSONResponse:
        """Answer titles and links for a chat page."""
        return JSONResponse(offers(self.league))

    async def options(self, _request: Request) -> JSONResponse:
        """Answer the options as they are."""
        return JSONResponse(self.gate.options.model_dump(mode="json"))

    async def set_options(self, request: Request) -> JSONResponse:
        """Change the options given, and answer them all."""
        try:
            changes = await request.json()
            if not isinstance(changes, dict):
                raise ValueError("an object of options is needed")
            change_options(self.gate, changes)
        except ValidationError as error:
            return JSONResponse({"errors": error.errors(include_url=False, include_context=False)}, 400)
        except ValueError as error:
            return JSONResponse({"errors": [{"msg": str(error)}]}, 400)
        return await self.options(request)

    async def calls(self, _request: Request) -> JSONResponse:
        """Answer the log of calls."""
        return JSONResponse(self.gate.log.summary())

    async def reset(self, _request: Request) -> JSONResponse:
        """Put the options back to what they were at the start and forget every call."""
        self.gate.restart()
        return JSONResponse({"ok": True})

    async def advance(self, request: Request) -> JSONResponse:
        """Move a match to its next status."""
        match = self.league.matches.get(request.path_params["match_id"])
        if match is None:
            return JSONResponse({"errors": [{"msg": "no such match"}]}, 404)
        try:
            status = advance(self.league, match, self.league.clock())
        except NoNextStatusError as error:
            return JSONResponse({"errors": [{"msg": str(error)}], "status": error.status}, 409)
        return JSONResponse({"match_id": match.match_id, "status": status})

    async def rename(self, request: Request) -> JSONResponse:
        """Give a player another nickname; the id stays, and nobody is found under the old one any more."""
        try:
            nickname = (await request.json())["nickname"]
            player = self.league.rename(request.path_params["player_id"], nickname)
        except (ValueError, TypeError, KeyError) as error:
            return JSONResponse({"errors": [{"msg": str(error)}]}, 400)
        return JSONResponse({"player_id": player.player_id, "nickname": player.nickname})
