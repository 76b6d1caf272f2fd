"""One call of the command line: what each command does."""

import argparse
from dataclasses import replace

from actors.inline import InlineRun
from cli.arguments import ANALYSES
from cli.exits import OK
from cli.following import do_here, follow
from cli.output import Output, describe, summary
from cli.wishes import OWNER, wish_of
from faceit.client import build_local_client
from faceit.finding import find_player
from pipelines.manager import build_manager
from settings import Settings
from storage.database import SyncDatabase
from storage.opt_outs import OptOuts
from storage.privacy import hash_key
from storage.release import migrate_local


class Session:
    """The arguments and settings of one call, and where it writes."""

    def __init__(self, given: argparse.Namespace, settings: Settings, output: Output) -> None:
        self.given = given
        self.settings = settings
        self.output = output

    def run(self) -> int:
        """Do what was asked; gives the exit code. Raises BotError."""
        command = self.given.command
        if command in ANALYSES:
            return self.analyze()
        if command in {"hide", "unhide"}:
            return self.opt(out=command == "hide")
        manager = build_manager(self.settings)
        if command == "list":
            views = manager.list(OWNER, 50)
            self.output.put([describe(view) for view in views], "\n".join(map(summary, views)) or "no tasks")
            return OK
        if command == "retry":
            again = manager.retry(self.given.id, OWNER).task.id
            return follow(manager, again, self.output, timeout_s=self.given.timeout)
        act = manager.cancel if command == "cancel" else manager.status
        view = act(self.given.id, OWNER)
        self.output.put(describe(view), summary(view))
        return OK

    def analyze(self) -> int:
        """Submit and follow, or run here."""
        wish = wish_of(self.given, max_matches=self.settings.bulk.max_matches)
        if self.given.inline:
            return do_here(InlineRun(wish.type, wish.subject, self.settings, depth=wish.depth), self.output)
        manager = build_manager(self.settings)
        task = manager.submit(replace(wish, lang=self.output.language, unlimited=True)).task.id
        return follow(manager, task, self.output, timeout_s=self.given.timeout)

    def opt(self, *, out: bool) -> int:
        """Take note that a player does not want to be analysed, or no longer minds."""
        player = find_player(build_local_client(self.settings).scope(), self.given.nickname)
        opt_outs = OptOuts(SyncDatabase.open(self.settings), hash_key(self.settings))
        migrate_local(self.settings)
        if out:
            opt_outs.add(player.player_id)
        else:
            opt_outs.remove(player.player_id)
        words = "is hidden from now on" if out else "may be analysed again"
        self.output.put({"player_id": player.player_id, "hidden": out}, f"{player.nickname} {words}")
        return OK
