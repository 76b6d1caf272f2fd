"""The account of a storm: what counts as told, and which repeats a cut explains."""

import pytest

from bot import cards, progress_text
from reports.plain import plain
from tasks.records import Failure
from tasks.states import State, TaskType
from tests.bot.manager import view
from tests.faults.ledger import CARD, Account, Ledger, _told
from tests.faults.windows import Break, written
from texts import text
from texts.catalogue import LANGUAGES, Language

TAKEN = 100.0
AGAIN = 110.0
MARKED_AGAIN = AGAIN + 0.1
KILL = "kill of the bot"


@pytest.mark.parametrize(
    ("breaks", "lines", "unexplained"),
    [
        ([Break.kill(KILL, TAKEN + 0.1)], [MARKED_AGAIN], 0),
        ([Break.kill(KILL, TAKEN - 0.1)], [MARKED_AGAIN], 0),
        ([Break.kill(KILL, TAKEN + 5)], [TAKEN + 0.1, MARKED_AGAIN], 1),
        ([Break.kill(KILL, TAKEN - 20)], [MARKED_AGAIN], 1),
        ([Break.kill(KILL, AGAIN + 5)], [MARKED_AGAIN], 1),
        ([Break("freeze of the bot", TAKEN - 0.1, TAKEN + 20)], [MARKED_AGAIN, TAKEN + 21], 0),
        ([Break("outage of Valkey", TAKEN - 1, TAKEN + 1)], [TAKEN + 0.1, MARKED_AGAIN], 1),
        ([], [MARKED_AGAIN], 1),
    ],
    ids=[
        "not marked",
        "on the wire",
        "marked",
        "long before",
        "long after",
        "frozen",
        "marked all the same",
        "nothing",
    ],
)
def test_a_repeat_needs_a_cut_between_the_answer_and_the_mark(
    breaks: list[Break], lines: list[float], unexplained: int
) -> None:
    twice = Account(1, "abc", "completed", told=2, times=(TAKEN, AGAIN))
    once = Account(2, "def", "completed", told=1, times=(TAKEN,))
    ledger = Ledger(asked=2, accounts=[twice, once], breaks=breaks, written={"abc": lines, "def": [TAKEN + 0.01]})
    assert (ledger.repeated, ledger.unexplained) == (1, unexplained)
    assert (len(ledger.windows), ledger.kept) == (1 - unexplained, not unexplained)


def test_a_send_that_was_cut_off_counts_without_being_told_again() -> None:
    once = Account(2, "def", "completed", told=1, times=(TAKEN,))
    ledger = Ledger(asked=1, accounts=[once], breaks=[Break.kill(KILL, TAKEN + 0.1)])
    assert ledger.windows == {("def", 0): KILL} and ledger.repeated == 0


def test_what_the_bot_has_told_alone_is_no_repeat_and_in_no_window() -> None:
    both = Account(1, "abc", "completed", told=2, times=(TAKEN, AGAIN), alone=True)
    ledger = Ledger(asked=1, accounts=[both], breaks=[Break.kill(KILL, TAKEN + 0.1)], written={"abc": [MARKED_AGAIN]})
    assert (ledger.repeated, len(ledger.twins), ledger.windows) == (0, 1, {})
    # And a third card is a repeat, with the one before it in the window
    again = Account(1, "abc", "completed", told=3, times=(TAKEN - 9, TAKEN, AGAIN), alone=True)
    ledger = Ledger(asked=1, accounts=[again], breaks=[Break.kill(KILL, TAKEN + 0.1)], written={"abc": [MARKED_AGAIN]})
    assert (ledger.repeated, ledger.unexplained, len(ledger.windows)) == (1, 0, 1)


def test_what_the_bot_logs_is_read() -> None:
    line = '{"task": "mf9wxnxr", "part": "1", "event": "delivery.sent", "timestamp": "1970-01-01T00:01:40.500000Z"}'
    assert written(line + "\n" + line.replace("sent", "done") + "\n" + line[:60]) == {"mf9wxnxr": [100.5]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", TaskType)
def test_a_failure_is_told_by_its_card(kind: TaskType, language: Language) -> None:
    failed = view("abc", type=kind, state=State.FAILED, error=Failure(code="poison"), lang=language)
    (card,) = cards.parts(failed, None, cards.Reader(language), 24)
    line = progress_text.ended(failed)
    # Given the progress message that shrank to a line, and the card
    account = _told(1, "abc", "failed", [plain(line), plain(card.text)], [(TAKEN, card.text)])
    # Then it is told once; and the line alone says that it is lost
    assert (account.told, account.times) == (1, (TAKEN,))
    assert _told(1, "abc", "failed", [plain(line)], []).told == 0
    assert _told(1, "abc", "failed", [], [(TAKEN, card.text), (AGAIN, card.text)]).told == 2


def test_a_cancel_is_told_by_a_line_or_a_message() -> None:
    (card,) = cards.parts(view("abc", state=State.CANCELLED, lang="ru"), None, cards.Reader("ru"), 24)
    assert _told(1, "abc", "cancelled", [plain(card.text)], []).told == 1
    assert _told(1, "abc", "cancelled", [plain(card.text)] * 2, [(TAKEN, card.text), (AGAIN, card.text)]).told == 2
    assert _told(1, "abc", "cancelled", ["…"], [(TAKEN, "…")]).told == 0


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
