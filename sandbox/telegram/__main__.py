"""Run the stand-in: ``python -m sandbox.telegram``."""

import argparse
import contextlib

from .app import create_app
from .config import DEMO_TOKEN, Config
from .server import HOST, Server, listen


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=DEMO_TOKEN)
    parser.add_argument("--rate-limits", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--privacy-mode", action=argparse.BooleanOptionalAction, default=False)
    parser.add_argument("--offers-url", default=None, help="JSON list of {title, text} that the page offers to send")
    chosen = parser.parse_args()
    config = Config(
        token=chosen.token,
        rate_limits=chosen.rate_limits,
        privacy_mode=chosen.privacy_mode,
        offers_url=chosen.offers_url,
        demo_people=True,
    )
    listener = listen(chosen.port)
    print(f"Telegram stand-in: http://{HOST}:{listener.getsockname()[1]}/", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        Server(create_app(config)).run(sockets=[listener])


if __name__ == "__main__":
    main()
