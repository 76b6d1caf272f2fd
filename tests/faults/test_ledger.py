"""The account of a storm: which repeats a kill explains, and which nothing does."""

import pytest

from reports.plain import plain
from tests.faults.ledger import CARD, SENT, Account, BotLife, Ledger
from texts import text
from texts.catalogue import LANGUAGES, Language

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


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_no_card(language: Language) -> None:
    foot = text(language, "report-footer")
    for words in (
        text(language, "help", limit=3),
        text(language, "privacy", hours=24, history=30, contact="…"),
    ):
        assert foot in words
        assert not CARD.search(words) and not CARD.search(plain(words))
    assert CARD.search(f"📊 <b>55%</b>\n<i>{foot}</i>") and CARD.search(f"📊 55%\n{foot}")
