"""`python -m bot`: the bot process. Exit code 1 when it is not configured."""

import asyncio
import sys

import structlog
from pydantic import ValidationError

import logs
from bot.process import run
from pipelines.manager import build_manager
from settings import load

log = structlog.get_logger("bot")


def main() -> int:
    """Read the settings, set up logging, serve."""
    try:
        settings = load()
    except ValidationError as error:
        for item in error.errors():
            sys.stderr.write(f"wrong setting: {'.'.join(str(part) for part in item['loc'])}: {item['msg']}\n")
        return 1
    logs.configure(settings)
    return asyncio.run(run(settings, build_manager(settings, profile="command")))


if __name__ == "__main__":
    sys.exit(main())
