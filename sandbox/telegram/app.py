"""The application: Bot API, controls and chat page on one server."""

from starlette.applications import Starlette

from . import routes_bot, routes_control, routes_page
from .config import Config
from .crowd import add_demo_people
from .world import World


def create_app(config: Config | None = None) -> Starlette:
    """A stand-in ready to be served; its state is ``app.state.world``."""
    world = World(config or Config())
    if world.config.demo_people:
        add_demo_people(world)
    app = Starlette(routes=[*routes_bot.ROUTES, *routes_control.ROUTES, *routes_page.ROUTES])
    app.state.world = world
    return app
