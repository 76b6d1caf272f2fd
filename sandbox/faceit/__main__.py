"""``python -m sandbox.faceit``: the stand-in on a port of its own."""

import argparse
from collections.abc import Sequence

import uvicorn

from sandbox.faceit.app import create_app, create_league
from sandbox.faceit.calls import BASE
from sandbox.faceit.options import Options
from sandbox.faceit.standin import HOST


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.faceit", description="A FACEIT Data API on this machine.")
    parser.add_argument("--port", type=int, default=8082)
    parser.add_argument("--seed", type=int, default=7, help="decides the whole league")
    parser.add_argument("--now", type=int, help="unix seconds the league stands at; the present by default")
    parser.add_argument("--players", type=int, default=100)
    parser.add_argument("--latency-ms", type=float, default=190, help="median time a call takes")
    parser.add_argument("--rate", type=int, default=20, help="calls a second and key, 0 for no limit")
    parser.add_argument("--key", help="the only key accepted; any by default")
    return parser.parse_args(arguments)


def main() -> None:
    """Serve until interrupted."""
    given = parse()
    league = create_league(given.seed, given.now, given.players)
    options = Options(latency_ms=given.latency_ms, rate=given.rate or None, key=given.key)
    print(f"FACEIT stand-in at http://{HOST}:{given.port}{BASE}, {len(league.matches)} matches", flush=True)
    uvicorn.run(create_app(league, options), host=HOST, port=given.port, log_level="warning", ws="none")


if __name__ == "__main__":
    main()
