"""When a finding is told, when it is over, and what of it is kept quiet."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.watch_states import AGAIN_MS, GONE_MS, LOOKS, Watched, key_of, look
from pipelines.overview.model import Finding
from settings import load

EVERY_MS = 15_000
OLD = Finding("queue-old", bad=True, args={"queue": "faceit_bot_high", "seconds": "90"})
KEY = "queue-old/faceit_bot_high"


def after(looks: Iterable[Iterable[Finding]]) -> list[dict[str, Watched]]:
    """What is known after each look, one in fifteen seconds."""
    current: dict[str, Watched] = {}
    steps = []
    for number, findings in enumerate(looks):
        current = look(current, findings, number * EVERY_MS)
        steps.append(current)
    return steps


def test_the_key_leaves_out_how_much() -> None:
    worse = Finding("queue-old", bad=True, args={"queue": "faceit_bot_high", "seconds": "900"})
    other = Finding("queue-old", bad=True, args={"queue": "faceit_bot_low", "seconds": "90"})
    assert key_of(OLD) == key_of(worse) == KEY != key_of(other)
    assert key_of(Finding("no-workers", bad=True)) == "no-workers"


def test_one_look_is_not_enough_two_are() -> None:
    once, *rest = after([[OLD], [], [], [], [], [], []])
    assert not once[KEY].active and rest[-1] == {}, "seen once and never again"
    assert after([[OLD], [OLD]])[-1][KEY].active
    apart = after([[OLD], [], [OLD]])[-1][KEY]
    assert apart.active and apart.since == 0 and apart.back == 0


def test_a_short_pause_of_faceits_is_not_told_a_long_one_is() -> None:
    def pause(seconds: int) -> list[Finding]:
        return [Finding("faceit-limited", bad=False, args={"seconds": str(seconds)})]

    once = after([pause(2), pause(1), [], [], [], [], []])
    assert not any(one.active for step in once for one in step.values()) and once[-1] == {}
    long = after([pause(60), pause(45), pause(30), pause(15)])
    assert [step["faceit-limited"].active for step in long] == [False, False, False, True]
    again = after([pause(2), [], pause(2), [], pause(1), [], [], pause(1)])
    assert again[-1]["faceit-limited"].active


def test_over_after_a_minute_and_how_long_it_lasted() -> None:
    steps = after([[OLD]] * 9 + [[]] * 6)
    assert [KEY in step and step[KEY].active for step in steps] == [False] + [True] * 12 + [False] * 2
    last = steps[-1][KEY]
    assert last.over == 13 * EVERY_MS and last.lasted_s == 9 * EVERY_MS / 1000


def test_a_dead_worker_is_told_within_a_minute() -> None:
    own = load().monitoring
    assert own.worker_silent_seconds + LOOKS * own.look_seconds <= 60
    assert own.gone_seconds * 1000 == GONE_MS and own.look_seconds * 1000 == EVERY_MS


def test_the_words_are_of_the_last_look() -> None:
    worse = Finding("queue-old", bad=True, args={"queue": "faceit_bot_high", "seconds": "900"})
    assert after([[OLD], [worse], []])[-1][KEY].finding == worse


def test_what_flickers_is_counted() -> None:
    one = after([[OLD], [OLD]] + [[], [OLD]] * 5)[-1][KEY]
    assert one.active and one.back == 5 and one.story == 0


def pairs(period: int, there: int, looks: int) -> int:
    """How often it was taken to be over when it is there for `there` looks of every `period`."""
    steps = after([[OLD] if number % period < there else [] for number in range(looks)])
    overs = {step[KEY].over for step in steps if KEY in step}
    return len(overs - {0})


def test_what_comes_and_goes_falls_silent_by_itself() -> None:
    # Two minutes there, three minutes gone, for eight hours: told twice, not a hundred times
    assert pairs(20, 8, 4 * 60 * 8) <= 3
    # And what happens once in an hour is told each time
    assert pairs(240, 8, 4 * 60 * 8) == 8


def test_after_a_while_it_is_forgotten() -> None:
    steps = after([[OLD]] * 3 + [[]] * (4 + AGAIN_MS // EVERY_MS + 1))
    assert KEY in steps[-3] and steps[-1] == {}


@pytest.mark.parametrize("code", ["paused", "queue-deep", "hour-short", "hour-last"])
def test_what_an_admin_did_or_passes_by_itself_is_not_told(code: str) -> None:
    assert after([[Finding(code, bad=False)]] * 3)[-1] == {}
    assert after([[Finding("scheduler-silent", bad=False)]] * 3)[-1]["scheduler-silent"].active


@settings(max_examples=300, deadline=None)
@given(st.lists(st.booleans(), max_size=120))
def test_whatever_comes_nothing_is_told_too_early(there: list[bool]) -> None:
    steps = after([OLD] if one else [] for one in there)
    before: Watched | None = None
    for number, step in enumerate(steps):
        one = step.get(KEY)
        if one is not None and one.active and not (before is not None and before.active):
            assert there[number] and sum(there[: number + 1]) >= 2
        if one is not None and one.over and not (before is not None and before.over):
            assert not any(there[max(0, number - GONE_MS // EVERY_MS) : number + 1])
            assert before is not None and before.active
        if before is not None and before.active:
            assert one is not None, "what was told is not forgotten without a word"
        before = one
