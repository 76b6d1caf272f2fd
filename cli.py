"""The command line, over the same TaskManager as the chat. `python -m cli analyze LINK` and friends.

Exit codes: 0 done, 1 failed, 2 bad usage or input, 3 cancelled, 4 timed out (the task goes on, its id on stderr).
With `--json` stdout carries the report or the task and nothing else.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

import logs
from actors.inline import InlineRun
from errors import BotError, InputError
from faceit.client import build_local_client
from faceit.finding import find_player
from faceit.links import match_ids
from pipelines.bulk import BulkSubject
from pipelines.manager import TaskManager, build_manager, match_wish
from pipelines.wishes import bulk_of, player_wish, stats_wish, team_wish
from reports.by_kind import told
from reports.plain import plain
from settings import Settings, load
from storage.database import SyncDatabase
from storage.opt_outs import OptOuts
from storage.privacy import hash_key
from storage.release import migrate_local
from tasks.records import Requester, TaskView, Wish
from tasks.states import State
from texts import Language, text

OK, FAILED, USAGE, CANCELLED, TIMED_OUT = range(5)
OWNER = Requester(owner="cli", admin=True)
ANALYSES = frozenset({"analyze", "player", "bulk", "stats", "team"})
POLL_S = 0.1
EXIT = {State.COMPLETED: OK, State.FAILED: FAILED, State.CANCELLED: CANCELLED}


def parser() -> argparse.ArgumentParser:
    """What can be typed."""
    root = argparse.ArgumentParser(prog="python -m cli", description=__doc__.splitlines()[0] if __doc__ else None)
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


class Session:
    """One call of the command line: its arguments, settings, and where it writes."""

    def __init__(self, arguments: argparse.Namespace, settings: Settings) -> None:
        self.arguments = arguments
        self.settings = settings
        self.language: Language = arguments.lang or "en"
        self.err = Console(stderr=True, highlight=False)

    def run(self) -> int:
        """Do what was asked; gives the exit code."""
        command = self.arguments.command
        if command in ANALYSES:
            return self.analyze(self.wish(command))
        if command in {"hide", "unhide"}:
            return self.opt(out=command == "hide")
        manager = build_manager(self.settings)
        if command == "list":
            views = manager.list(OWNER, 50)
            self.put([describe(view) for view in views], "\n".join(map(summary, views)) or "no tasks")
            return OK
        if command == "retry":
            return self.follow(manager, manager.retry(self.arguments.id, OWNER).task.id)
        act = manager.cancel if command == "cancel" else manager.status
        view = act(self.arguments.id, OWNER)
        self.put(describe(view), summary(view))
        return OK

    def wish(self, command: str) -> Wish:
        """What was typed, as a wish. Raises NoMatchError, BulkSizeError."""
        given = self.arguments
        if command == "analyze":
            return match_wish(OWNER.owner, match_in(given.link))
        if command == "player":
            return player_wish(OWNER.owner, given.nickname)
        if command == "stats":
            return stats_wish(OWNER.owner, given.nickname, depth=given.depth, zone=given.timezone)
        if command == "team":
            return team_wish(OWNER.owner, given.nicknames)
        wish = bulk_of(OWNER.owner, given.items, deep=given.deep)
        if wish is None:
            raise NoMatchError(" ".join(given.items))
        size, limit = BulkSubject.parse(wish.subject).size, self.settings.bulk.max_matches
        if not 1 <= size <= limit:
            raise BulkSizeError(size, limit)
        return wish

    def analyze(self, wish: Wish) -> int:
        """Submit and follow, or run here."""
        if self.arguments.inline:
            return self.inline(wish)
        manager = build_manager(self.settings)
        wish = replace(wish, lang=self.language, unlimited=True)
        return self.follow(manager, manager.submit(wish).task.id)

    def opt(self, *, out: bool) -> int:
        """Take note that a player does not want to be analysed, or no longer minds."""
        player = find_player(build_local_client(self.settings).scope(), self.arguments.nickname)
        opt_outs = OptOuts(SyncDatabase.open(self.settings), hash_key(self.settings))
        migrate_local(self.settings)
        if out:
            opt_outs.add(player.player_id)
        else:
            opt_outs.remove(player.player_id)
        words = "is hidden from now on" if out else "may be analysed again"
        self.put({"player_id": player.player_id, "hidden": out}, f"{player.nickname} {words}")
        return OK

    def follow(self, manager: TaskManager, task: str) -> int:
        """Show the progress until the end, then the report."""
        deadline = time.monotonic() + self.arguments.timeout
        with self.bar() as bar:
            row = bar.add_task(task, total=None)
            while True:
                view = manager.status(task, OWNER)
                bar.update(row, total=view.steps, completed=view.step, description=self.doing(view))
                if view.state.final:
                    break
                if time.monotonic() > deadline:
                    self.err.print(f"timed out; task {task} goes on: python -m cli status {task}")
                    return TIMED_OUT
                time.sleep(POLL_S)
        if view.state is State.COMPLETED:
            return self.show(manager.report(task))
        if view.error is not None:
            self.err.print(error_text(self.language, view.error.code, view.error.args), markup=False)
        else:
            self.err.print(f"{task}: {view.state}")
        return EXIT[view.state]

    def inline(self, wish: Wish) -> int:
        """The same steps in this process."""
        run = InlineRun(wish.type, wish.subject, self.settings, depth=wish.depth)
        with self.bar() as bar:
            row = bar.add_task(run.id, total=run.steps)

            def listen(operation: str, done: int, total: int) -> None:
                bar.update(row, completed=run.step, description=f"{operation} {done}/{total}" if total else operation)

            report = run.run(listen)
        return self.show(report)

    def show(self, report: dict[str, Any] | None) -> int:
        """The report on stdout."""
        if report is None:
            self.err.print("the report is no longer kept")
            return FAILED
        filled, parts = told(report, self.language)
        self.put(filled if self.arguments.lang else report, "\n\n".join(plain(part) for part in parts))
        return OK

    def bar(self) -> Progress:
        """A progress bar on stderr, silent when that is no terminal."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        return Progress(*columns, console=self.err, transient=True, disable=not self.err.is_terminal)

    def doing(self, view: TaskView) -> str:
        """What happens now, in a few words."""
        if view.place and view.place > 1:
            return f"queued, place {view.place}"
        if view.operation:
            return text(self.language, f"op-{view.operation}", done=view.done, total=view.total)
        return text(self.language, f"step-{view.step_name}") if view.step_name else str(view.state)

    def put(self, data: Any, words: str) -> None:
        """One answer on stdout: JSON or words."""
        print(json.dumps(data, ensure_ascii=False, indent=2) if self.arguments.json else words)


def match_in(link: str) -> str:
    """The first match in what was typed. Raises NoMatchError."""
    found = match_ids(link)
    if not found:
        raise NoMatchError(link)
    return found[0]


class NoMatchError(InputError):
    """Nothing in the argument is a match."""

    code = "no-link"


class BulkSizeError(InputError):
    """A bulk of no match, or of more than one may have."""

    code = "bulk-count"

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"{size} matches, {limit} at most")
        self.size = size
        self.limit = limit

    def args_for_text(self) -> Mapping[str, str | int | float]:
        return {"limit": self.limit}


def error_text(language: Language, code: str, args: Mapping[str, Any]) -> str:
    """What happened and what to do; players to choose from stand below."""
    plain_values = {name: value for name, value in args.items() if isinstance(value, str | int | float)}
    words = text(language, f"error-{code}", plain_values)
    return "\n".join([words, *(f"  {nickname}" for _, nickname, _ in args.get("candidates", ()))])


def describe(view: TaskView) -> dict[str, Any]:
    """A task as JSON."""
    return asdict(view) | {"state": str(view.state), "type": str(view.type)}


def summary(view: TaskView) -> str:
    """A task in one line."""
    failed = f" ({view.error.code})" if view.error else ""
    return f"{view.id}  {view.state}{failed}  {view.step}/{view.steps}  {view.subject}  {view.elapsed_s:.0f}s"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    parsed = parser().parse_args(arguments)
    try:
        settings = load()
    except ValidationError as error:
        print(f"settings are wrong: {error.error_count()} problem(s); see python -m settings", file=sys.stderr)
        return USAGE
    logs.configure(settings.model_copy(update={"log_level": "ERROR"}))
    session = Session(parsed, settings)
    try:
        return session.run()
    except InputError as error:
        session.err.print(error_text(session.language, error.code, error.args_for_text()), markup=False)
        return USAGE
    except BotError as error:
        session.err.print(error_text(session.language, error.code, error.args_for_text()), markup=False)
        return FAILED
    except KeyboardInterrupt:
        session.err.print("stopped waiting")
        return CANCELLED


if __name__ == "__main__":
    sys.exit(main())
