"""Where workers are started and stopped: processes of this machine, a platform's command, or nowhere."""

import shlex
import subprocess
from typing import Protocol

import structlog

from errors import ConfigurationError, TransientError

PLATFORM_S = 300.0
"""A deploying platform takes its time (Dokku starts containers before the command ends)."""

log = structlog.get_logger(__name__)


class TargetError(TransientError):
    """The platform did not do what was asked; the next look asks again. `command` is what was run."""

    code = "autoscale-target"

    def __init__(self, command: str, problem: str) -> None:
        super().__init__(f"{command}: {problem}")
        self.command = command
        self.problem = problem


class Target(Protocol):
    """Something that can run more or fewer workers of a group. `sees_dead`: `count` leaves out those that died;

    `changes`: False when `scale` only pretends, so that nothing has to settle after it.
    """

    sees_dead: bool
    changes: bool

    def count(self, group: str) -> int | None:
        """Workers of a group it runs or has asked for; None: only their heartbeats tell."""

    def scale(self, group: str, workers: int) -> None:
        """From now on so many. Raises TargetError."""

    def close(self) -> None:
        """End what belongs to it."""


class DryRun:
    """Changes nothing: what would be done is only said."""

    sees_dead = False
    changes = False

    def count(self, group: str) -> int | None:
        """Nothing is run here."""
        return None

    def scale(self, group: str, workers: int) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


class Command:
    """A command with `{group}` and `{n}` in it, e.g. `dokku ps:scale app {group}={n}`.

    It is split as a shell splits and run without one, so nothing else in it is read. It must fail (exit code, not only
    words) when the platform refuses: docs/operations.md has one for Dokku and one for Heroku.
    """

    sees_dead = False
    changes = True

    def __init__(self, template: str, timeout_s: float = PLATFORM_S) -> None:
        """Raises ConfigurationError when the template has no place for the number or can't be split."""
        if "{n}" not in template:
            raise ConfigurationError("AUTOSCALE__COMMAND", "must say where the number goes: {n}")
        try:
            self._words = shlex.split(template)
        except ValueError as error:
            raise ConfigurationError("AUTOSCALE__COMMAND", f"can't be split into words: {error}") from error
        self._for_all = "{group}" in template
        self._timeout_s = timeout_s
        self._asked: dict[str, int] = {}

    def count(self, group: str) -> int | None:
        """What was asked for last: new workers take their time to beat, and of dead ones no platform tells."""
        return self._asked.get(group)

    def scale(self, group: str, workers: int) -> None:
        """Run the command. Raises TargetError."""
        words = [word.replace("{group}", group).replace("{n}", str(workers)) for word in self._words]
        try:
            done = subprocess.run(words, capture_output=True, text=True, timeout=self._timeout_s, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise TargetError(words[0], type(error).__name__) from error
        if done.returncode != 0:
            raise TargetError(words[0], f"exit code {done.returncode}: {done.stderr.strip()[-300:]}")
        self._asked[group] = workers

    def close(self) -> None:
        """The platform's workers stay."""
