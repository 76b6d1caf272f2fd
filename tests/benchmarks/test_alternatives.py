"""What the comparison reads out of records, and how that becomes rows; the sides themselves run in the benchmark."""

import pytest

from benchmarks.alternatives import rows
from benchmarks.alternatives.crowd import Seen, far_apart
from benchmarks.alternatives.killed import Killed
from benchmarks.alternatives.plain import progress
from benchmarks.alternatives.served import Served
from benchmarks.alternatives.sides import procfile
from benchmarks.alternatives.sitting import LONGEST_S, Crowd, Sitting, waited
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
    [(person, waits)] = waited([Seen(1, 100.0, answered=101.0)], {})
    assert person.done is None
    assert waits == (1.0, LONGEST_S, LONGEST_S, None)


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


def crowd(first: float, known: float) -> Crowd:
    return Crowd(answer=[first] * 3, advance=[1.0] * 3, result=[2.0] * 3, known=[known] * 3)


def sittings(first: float, known: float) -> list[Sitting]:
    return [Sitting({10: crowd(first, known), 50: crowd(first, known)})]


@pytest.mark.parametrize(
    ("blocking", "rq", "lost", "people", "met"),
    [
        (4.0, 0.2, 0, 30, [True] * 4),
        (3.9, 0.19, 1, 29, [False] * 4),
    ],
)
def test_targets_are_said_to_be_met_only_when_they_are(
    blocking: float, rq: float, lost: int, people: int, met: list[bool]
) -> None:
    rounds = {"this": sittings(1.0, 0.01), "RQ": sittings(1.0, rq), "blocking": sittings(blocking, 0.01)}
    killed = {"this": Killed(lost, 10, 20.0), "RQ": Killed(8, 10, 3.0)}
    served = {side: Served(count, 1.0, 2 * count) for side, count in (("this", people), ("RQ", 10), ("blocking", 10))}
    found = rows.targets(rounds, (10, 50), killed, served)
    assert [row.met for row in found if row.met is not None] == met
    words = [row.figure().detail for row in found if row.met is not None]
    assert all(word.startswith("met" if good else "not met") for word, good in zip(words, met, strict=True))


def test_both_ways_to_work_have_the_processes_of_the_procfile() -> None:
    assert {"bot", "worker", "background", "bulk", "scheduler"} <= procfile().keys()
    assert "release" not in procfile()
