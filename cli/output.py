"""What the command line writes: answers on stdout; progress and what went wrong on stderr."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.exits import FAILED, OK
from errors import BotError
from reports.by_kind import told
from reports.plain import plain
from tasks.records import TaskView
from texts import Language, text


class Output:
    """Where one call writes, and how: JSON or words, in which language. `lang` is None when none was asked for."""

    def __init__(self, *, as_json: bool, lang: Language | None) -> None:
        self.as_json = as_json
        self.lang = lang
        self.language: Language = lang or "en"
        self.err = Console(stderr=True, highlight=False)

    def put(self, data: Any, words: str) -> None:
        """One answer on stdout: JSON or words."""
        print(json.dumps(data, ensure_ascii=False, indent=2) if self.as_json else words)

    def show(self, report: dict[str, Any] | None) -> int:
        """The report on stdout; gives the exit code."""
        if report is None:
            self.err.print("the report is no longer kept")
            return FAILED
        filled, parts = told(report, self.language)
        self.put(filled if self.lang else report, "\n\n".join(plain(part) for part in parts))
        return OK

    def complain(self, code: str, args: Mapping[str, Any]) -> None:
        """What went wrong, on stderr."""
        self.err.print(error_text(self.language, code, args), markup=False)

    def refuse(self, error: BotError) -> None:
        """An error that was raised, on stderr."""
        self.complain(error.code, error.args_for_text())

    def bar(self) -> Progress:
        """A progress bar on stderr, silent when that is no terminal."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        return Progress(*columns, console=self.err, transient=True, disable=not self.err.is_terminal)


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
