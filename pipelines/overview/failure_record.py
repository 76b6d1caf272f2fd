"""A run's failure record as an admin reads it: numbers, the code, the end of the traceback without anybody's name."""

import builtins
import re
from dataclasses import dataclass

from pipelines.plans import PLANS
from tasks.states import State, TaskType
from tasks.store import Record, failure_of

LINE = 160
FRAME = re.compile(r'^  File "[^"]+", line \d+, in ')
EXCEPTION = re.compile(r"^(?P<type>[A-Za-z_][\w.]*)(?:: (?P<words>.*))?$")
INTERPRETER = frozenset(
    {"AttributeError", "ImportError", "IndexError", "KeyError", "ModuleNotFoundError", "NameError", "RecursionError"}
    | {"TypeError", "UnboundLocalError", "ZeroDivisionError", "OverflowError", "MemoryError"}
)
"""What Python raises by itself: its words are of code, not of people."""
OWN = ("faceit.errors.", "redis.exceptions.", "dramatiq.middleware.")
"""Errors whose words are known to name nobody: statuses and paths without values, limits, the server's answers."""
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
WORDS = frozenset(dir(builtins)) | {"NoneType"}


@dataclass(frozen=True, kw_only=True)
class FailureRecord:
    """What of a failed run is told. `step` counts from 1; `ours`: it is no person's mistake."""

    run: str
    type: str
    step: int
    steps: int
    step_name: str
    attempts: int
    deliveries: int
    code: str
    ours: bool
    lines: tuple[str, ...]

    @property
    def fault(self) -> str:
        """Failures with the same fault are told together."""
        return f"{self.type}:{self.step_name or self.step}:{self.code}"


def failure_record(run: str, record: Record) -> FailureRecord | None:
    """The failure in a run's record, None when it has none."""
    failure = failure_of(record)
    if failure is None or record.get("state") != State.FAILED:
        return None
    index, steps = int(record.get("step") or 0), int(record.get("steps") or 0)
    return FailureRecord(
        run=run,
        type=record["type"],
        step=min(index + 1, steps),
        steps=steps,
        step_name=_step_name(record["type"], index),
        attempts=int(record.get("attempt") or 0) + 1 if record.get("started") else 0,
        deliveries=int(record.get("deliveries") or 0),
        code=failure.code,
        ours=failure.ours,
        lines=last_lines(record.get("traceback", "")),
    )


def last_lines(traceback: str) -> tuple[str, ...]:
    """The last frame and the error of a traceback: three lines at most, nothing in them that may be a person's.

    The words of an error are left out unless Python wrote them itself or they are known to name nobody: a nickname
    looks like any other word. What Python quotes is kept where the code beside it says the same.
    """
    lines = [line.rstrip() for line in traceback.splitlines() if line.strip() and set(line.strip()) - set("^~")]
    frames = [at for at, line in enumerate(lines) if FRAME.match(line)]
    if not frames:
        return ()
    # An error's own words may have many lines: the first one after the last frame has its type.
    rest = lines[frames[-1] + 1 :]
    end = next((line for line in rest if EXCEPTION.match(line)), None)
    if end is None:
        return ()
    code = [line for line in rest[:1] if line.startswith("    ")]
    frame = [line.strip()[:LINE] for line in (lines[frames[-1]], *code)]
    return (*frame, _error(end, frame)[:LINE])


def all_lines(traceback: str) -> tuple[str, ...]:
    """Every frame that is kept, and the errors, with the same words left out as by `last_lines`."""
    lines = [line.rstrip() for line in traceback.splitlines() if line.strip() and set(line.strip()) - set("^~")]
    found: list[str] = []
    frame: list[str] = []
    for at, line in enumerate(lines):
        if FRAME.match(line):
            code = [one for one in lines[at + 1 : at + 2] if one.startswith("    ")]
            frame = [one[:LINE] for one in (line, *code)]
            found += [one[2:] for one in frame]
        elif frame and EXCEPTION.match(line):
            found.append(_error(line, [one.strip() for one in frame])[:LINE])
            # The lines after it are the error's own words, until another frame.
            frame = []
    return tuple(found)


def _error(line: str, frame: list[str]) -> str:
    found = EXCEPTION.match(line)
    assert found is not None
    kind, said = found["type"], found["words"]
    raised = frame[-1].startswith("raise ") if frame else True
    if said is None:
        return kind
    if kind.startswith(OWN):
        return f"{kind}: {said}"
    if kind not in INTERPRETER or raised:
        return f"{kind}: …"
    code = set(re.findall(r"\w+", " ".join(frame))) | WORDS
    return f"{kind}: " + QUOTED.sub(lambda quote: quote[0] if quote[0][1:-1] in code else "'…'", said)


def _step_name(task_type: str, index: int) -> str:
    plan = PLANS.get(TaskType(task_type))
    return plan.steps[index].name if plan is not None and index < len(plan.steps) else ""
