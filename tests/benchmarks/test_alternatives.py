"""What the comparison reads out of records, and how that becomes rows; the sides themselves run in the benchmark."""

import pytest

from benchmarks.alternatives import order, rq_bot
from benchmarks.alternatives.crowd import Seen, far_apart
from benchmarks.alternatives.killed import Killed
from benchmarks.alternatives.plain import progress
from benchmarks.alternatives.played import LONGEST_S, Crowd, Played, waited
from benchmarks.alternatives.served import BOUND_S, Served
from benchmarks.alternatives.sides import KNOWN, SIDES, procfile
from benchmarks.alternatives.targets import targets
from sandbox.faceit.app import create_league
from sandbox.telegram.request_log import LoggedRequest


def call(time: float, text: str, method: str = "sendMessage", seconds: float = 0.0) -> LoggedRequest:
    return LoggedRequest(time, method, {"chat_id": 1, "text": text}, 200, "", seconds)


def test_what_a_person_saw() -> None:
    person = Seen(1, 100.0)
    person.take(call(99.0, "Data: FACEIT · of before"))
    person.take(call(100.5, "Accepted", seconds=0.25))
    person.take(call(101.0, "Progress: 0/6 (0%)", "editMessageText"))
    person.take(call(104.0, progress(2, 6, "players"), "editMessageText"))
    person.take(call(110.0, "Data: FACEIT · now"))
    person.take(call(120.0, "Data: FACEIT · again"))
    assert (person.answered, person.advanced, person.done) == (100.25, 104.0, 110.0)


def test_a_card_without_progress_before_is_the_first_that_is_seen() -> None:
    person = Seen(1, 100.0)
    person.take(call(103.0, "Data: FACEIT · now"))
    assert (person.answered, person.advanced, person.done) == (103.0, 103.0, 103.0)


def test_who_never_had_a_card_has_waited_longest() -> None:
    assert waited(Seen(1, 100.0, answered=101.0)) == (1.0, LONGEST_S, LONGEST_S)


def test_matches_lie_far_apart() -> None:
    league = create_league(players=60)
    chosen = far_apart(league, 12)
    assert len(set(chosen)) == 12
    first, second = (
        {player.player_id for side in league.matches[match].factions for player in side.five} for match in chosen[:2]
    )
    assert not first & second
    with pytest.raises(ValueError, match="not 100000"):
        far_apart(league, 100_000)


def crowd(first: float, known: float, out: float) -> Crowd:
    return Crowd(answer=[first] * 3, advance=[1.0] * 3, result=[2.0] * 3, known=[known] * 3, out=[out] * 3)


def rounds(first: float, known: float, out: float, out_of_many: float | None = None) -> list[Played]:
    many = out if out_of_many is None else out_of_many
    return [Played({10: crowd(first, known, out), 50: crowd(first, known, many)})]


@pytest.mark.parametrize(
    ("blocking", "rq", "lost", "people", "met"),
    [
        (4.0, 0.2, 0, 30, [True] * 7),
        (3.9, 0.19, 1, 29, [False] * 7),
    ],
)
def test_targets_are_said_to_be_met_only_when_they_are(
    blocking: float, rq: float, lost: int, people: int, met: list[bool]
) -> None:
    played = {
        "this": rounds(1.0, 0.01, 0.01), "RQ": rounds(1.0, rq, rq), "blocking": rounds(blocking, 0.01, 0.01),
    }  # fmt: skip
    killed = {"this": Killed(lost, 10, 20.0), "RQ": Killed(8, 10, 3.0)}
    served = {side: Served(count, 1.0, 2 * count) for side, count in (("this", people), ("RQ", 10), ("blocking", 10))}
    found = targets(played, (10, 50), killed, served)
    assert [row.met for row in found if row.met is not None] == met
    assert {row.verdict for row in found if row.aim} == {"met" if met[0] else "not met"}


def test_endings_are_judged_at_every_size() -> None:
    # With few people the card is out at once; with many it waits for its turn, though the bot knows
    played = {"this": rounds(1.0, 0.01, 0.02, 0.9), "RQ": rounds(1.0, 5.0, 5.0), "blocking": rounds(9.0, 0.0, 0.0)}
    found = targets(played, (10, 50), {"this": Killed(0, 10, 20.0)}, {})
    assert [(row.name, row.verdict) for row in found if "work's end" in row.name] == [
        ("work's end to bot knows p50, 10 in a second: RQ / this", "met"),
        ("work's end to bot knows p50, 50 in a second: RQ / this", "met"),
        ("work's end to card out p50, 10 in a second: RQ / this", "met"),
        ("work's end to card out p50, 50 in a second: RQ / this", "not met"),
    ]


def test_what_nobody_saw_is_no_zero() -> None:
    played = {"this": rounds(1.0, 0.01, 0.01), "RQ": rounds(1.0, 1.0, 1.0), "blocking": rounds(9.0, 0.0, 0.0)}
    played["RQ"][0].crowds[50].out.clear()
    with pytest.raises(ValueError, match="50 in a second"):
        targets(played, (10, 50), {"this": Killed(0, 10, 20.0)}, {})


def test_each_side_plays_first_second_and_last_once() -> None:
    orders = [order(number) for number in range(3)]
    for place in range(3):
        assert {one[place].name for one in orders} == {side.name for side in SIDES}
    assert order(3) == order(0)


def test_the_bound_lies_between_two_looks_of_the_bot_on_rq() -> None:
    assert BOUND_S % rq_bot.POLL_S == rq_bot.POLL_S / 2


def test_what_a_bot_notes_is_read_among_other_lines() -> None:
    log = "2026 [info] task.accepted task=abc\nknown abc 12.345\n2026 known nothing\nknown -100 7.000\n"
    assert KNOWN.findall(log) == [("abc", "12.345"), ("-100", "7.000")]


def test_both_ways_to_work_have_the_processes_of_the_procfile() -> None:
    assert {"bot", "worker", "background", "bulk", "scheduler"} <= procfile().keys()
    assert "release" not in procfile()
