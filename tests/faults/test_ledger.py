"""The account of a storm: which repeats a kill explains, and which nothing does."""

import pytest

from tests.faults.ledger import SENT, Account, BotLife, Ledger

TAKEN = 100.0
TWICE = Account(1, "abc", "completed", told=2, times=(TAKEN,))


@pytest.mark.parametrize(
    ("bot", "unexplained"),
    [
        (BotLife(0, TAKEN + 5, frozenset()), 0),
        (BotLife(0, TAKEN + 5, frozenset({"abc"})), 1),
        (BotLife(0, TAKEN - 1, frozenset()), 1),
        (BotLife(TAKEN + 1, TAKEN + 5, frozenset()), 1),
        (BotLife(0, None, frozenset()), 1),
    ],
    ids=["not written yet", "written", "killed before", "began later", "never killed"],
)
def test_a_repeat_needs_a_kill_before_the_next_write(bot: BotLife, unexplained: int) -> None:
    once = Account(2, "def", "completed", told=1)
    ledger = Ledger(asked=2, accounts=[TWICE, once], bots=[bot])
    assert (len(ledger.repeats), ledger.unexplained) == (1, unexplained)


def test_what_the_bot_logs_is_read() -> None:
    line = '{"task": "mf9wxnxr", "part": "picture-match", "event": "delivery.sent", "level": "info"}'
    assert SENT.findall(line + "\n" + line.replace("sent", "done")) == ["mf9wxnxr"]
