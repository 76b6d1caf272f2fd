"""A group of analyses in this process: a few side by side, each one's end noted, none failing the others."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from actors.retrying import code_of
from errors import BotError, RunEndedError
from tasks.groups import ChildEnd
from tasks.ids import new_id
from tasks.records import Failure, Wish
from tasks.states import State


def run_group(
    wishes: Sequence[Wish],
    run: Callable[[Wish], dict[str, Any]],
    *,
    threads: int,
    check: Callable[[], None],
    listen: Callable[[int], None],
) -> list[ChildEnd]:
    """The ends in the order of the wishes; `listen` hears how many are over.

    Raises what `check` raises, which is asked after each, and RunEndedError of a run.
    """
    ends: dict[int, ChildEnd] = {}
    pool = ThreadPoolExecutor(threads, thread_name_prefix="group")
    try:
        for number, end in enumerate(pool.map(lambda wish: _end(wish, run), wishes)):
            check()
            ends[number] = end
            listen(len(ends))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return [ends[number] for number in range(len(wishes))]


def _end(wish: Wish, run: Callable[[Wish], dict[str, Any]]) -> ChildEnd:
    task = new_id()
    try:
        report = run(wish)
    except RunEndedError:
        raise
    except BotError as error:
        failure = Failure(code=code_of(error))
        return ChildEnd(task=task, subject=wish.subject, state=State.FAILED, failure=failure)
    return ChildEnd(task=task, subject=wish.subject, state=State.COMPLETED, report=report)
