"""`python -m cli`: the process of one call."""

import sys
from collections.abc import Sequence

from pydantic import ValidationError

import logs
from cli.arguments import parser
from cli.exits import CANCELLED, FAILED, USAGE
from cli.output import Output
from cli.session import Session
from errors import BotError, InputError
from settings import load


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    given = parser().parse_args(arguments)
    try:
        settings = load()
    except ValidationError as error:
        print(f"settings are wrong: {error.error_count()} problem(s); see python -m settings", file=sys.stderr)
        return USAGE
    logs.configure(settings.model_copy(update={"log_level": "ERROR"}))
    output = Output(as_json=given.json, lang=given.lang)
    try:
        return Session(given, settings, output).run()
    except InputError as error:
        output.refuse(error)
        return USAGE
    except BotError as error:
        output.refuse(error)
        return FAILED
    except KeyboardInterrupt:
        output.err.print("stopped waiting")
        return CANCELLED


if __name__ == "__main__":
    sys.exit(main())
