"""What can be typed."""

import argparse

import cli

ANALYSES = frozenset({"analyze", "player", "bulk", "stats", "team"})
"""Commands that end in a report."""


def parser() -> argparse.ArgumentParser:
    """What can be typed."""
    root = argparse.ArgumentParser(prog="python -m cli", description=(cli.__doc__ or "").partition("\n")[0])
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print JSON and nothing else")
    shared.add_argument("--lang", choices=("ru", "en"), help="language of texts (default: en; none in JSON)")
    commands = root.add_subparsers(dest="command", required=True)
    analyze = commands.add_parser("analyze", parents=[shared], help="analyse the match behind a link or id")
    analyze.add_argument("link")
    player = commands.add_parser("player", parents=[shared], help="report on a player by nickname, link or id")
    player.add_argument("nickname")
    bulk = commands.add_parser("bulk", parents=[shared], help="many matches in one go")
    bulk.add_argument("items", nargs="+", help="links or match ids; or a nickname and how many of its last matches")
    bulk.add_argument("--deep", action="store_true", help="all ten players of each finished match, too")
    stats = commands.add_parser("stats", parents=[shared], help="how somebody plays, by the hour, map and company")
    stats.add_argument("nickname")
    stats.add_argument("--depth", type=int, choices=(30, 100, 500), default=100, help="matches (default 100)")
    stats.add_argument("--timezone", default="UTC", help="of hours and weekdays, an IANA name (default UTC)")
    team = commands.add_parser("team", parents=[shared], help="two to five players as a team")
    team.add_argument("nicknames", nargs="+")
    for command in (analyze, player, bulk, stats, team):
        command.add_argument("--inline", action="store_true", help="run the steps here, without Redis or workers")
        command.add_argument("--timeout", type=float, default=600, help="seconds to wait (default 600)")
    for name, words in {"hide": "never analyse a player, on his wish", "unhide": "analyse a player again"}.items():
        commands.add_parser(name, parents=[shared], help=words).add_argument("nickname")
    steering = {"status": "how a task stands", "cancel": "end a task", "retry": "start an ended task anew"}
    for name, words in steering.items():
        command = commands.add_parser(name, parents=[shared], help=words)
        command.add_argument("id")
        if name == "retry":
            command.add_argument("--timeout", type=float, default=600, help="seconds to wait (default 600)")
    commands.add_parser("list", parents=[shared], help="tasks of the command line, newest first")
    return root
