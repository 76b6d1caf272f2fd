"""What the bot says: progress messages as designed, every text in both languages, every error code with a text."""

import pytest
from fluent.syntax import FluentParser, ast

from bot import cards, keyboards, progress_text
from bot.answers import NoLinkError, code_text, error_text, reason_text, toast
from bot.callbacks import Action, TaskButton
from bot.outgoing import html_free
from errors import RedisUnavailableError
from tasks.errors import LimitReachedError
from tasks.records import Failure
from tasks.states import State
from tests.bot.manager import view
from texts.catalogue import FOLDER, LANGUAGES, Language, text

CODES = """
internal transient permanent deferred redis-unavailable bad-input configuration limit-reached unknown-task not-yours
task-active task-ended run-ended no-link foreign-link too-many-links match-not-found faceit faceit-not-found
faceit-unavailable faceit-key faceit-refused faceit-shape faceit-rate-limited faceit-blocked faceit-no-cs2
budget-deferred other-game deadline queue-timeout poison retries-exhausted message-lost unknown-actor time-limit
removed flood telegram
"""


def messages(language: Language, name: str) -> dict[str, set[str]]:
    """Messages of a catalogue file, with the variables each uses."""
    tree = FluentParser().parse((FOLDER / language / f"{name}.ftl").read_text(encoding="utf-8"))
    assert not [entry for entry in tree.body if isinstance(entry, ast.Junk)]
    found = {}
    for entry in tree.body:
        if isinstance(entry, ast.Message) and entry.value is not None:
            found[entry.id.name] = {
                part.expression.id.name
                for part in entry.value.elements
                if isinstance(part, ast.Placeable) and isinstance(part.expression, ast.VariableReference)
            }
    return found


@pytest.mark.parametrize("name", ["bot", "errors"])
def test_both_languages_have_the_same_messages_with_the_same_arguments(name: str) -> None:
    assert messages("ru", name) == messages("en", name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES.split())
def test_every_error_code_has_a_text_that_fits_where_it_is_shown(language: Language, code: str) -> None:
    words = code_text(language, code, {"limit": 3})
    assert code == "internal" or words != text(language, "error-internal")
    assert len(toast(words)) <= 200


def test_progress_message_is_as_designed() -> None:
    shown = progress_text.progress(view(operation="players", done=7, total=10))
    assert shown == (
        "🔄 Выполнение задачи\n\n"
        "🆔 ID: k7m2x9qa\n"
        "📊 Статус: 🔄 Выполняется\n"
        "📈 Прогресс: 3/6 (50%)\n"
        "📊 [█████░░░░░]\n"
        "⚙️ Операция: Загружаем игроков 7/10\n"
        "⏱️ Время выполнения: 1м 23с"
    )


def test_place_only_when_others_are_before_and_eta_when_known() -> None:
    first = progress_text.progress(view(state=State.QUEUED, step=0, place=1))
    assert "Место" not in first and "Осталось" not in first and "Ждём очереди" in first
    later = progress_text.progress(view(state=State.QUEUED, step=0, place=4, eta_s=65, lang="en"))
    assert "🚶 Place in queue: 4" in later and "about: 1m 5s" in later


def test_retrying_says_how_often_and_why() -> None:
    shown = progress_text.progress(view(state=State.RETRYING, attempt=2, error=Failure(code="faceit-unavailable")))
    assert "📊 Статус: 🔁 2/3 Повтор" in shown
    assert "Причина: FACEIT не отвечает" in shown


@pytest.mark.parametrize(("state", "sign"), [("completed", "✅"), ("failed", "❌"), ("cancelled", "🚫")])
def test_an_ended_task_is_one_line(state: str, sign: str) -> None:
    line = progress_text.of(view(state=State(state), error=Failure(code="deadline")))
    assert line.startswith(sign) and "\n" not in line and "k7m2x9qa" in line


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0s"), (59.9, "59s"), (60, "1m 0s"), (3599, "59m 59s"), (7260, "2h 1m")]
)
def test_durations(seconds: float, words: str) -> None:
    assert progress_text.duration("en", seconds) == words


def test_bar_has_ten_squares() -> None:
    assert [progress_text.bar(step, 6).count("█") for step in range(7)] == [0, 1, 3, 5, 6, 8, 10]
    assert progress_text.bar(0, 0) == "░" * 10


def test_callback_data_fits_and_a_task_may_be_missing() -> None:
    data = TaskButton(action=Action.CANCEL_IN_LIST, task="k7m2x9qa").pack()
    assert len(data.encode()) <= 64
    empty = keyboards.my_tasks("ru").inline_keyboard[0][0].callback_data
    assert empty is not None and TaskButton.unpack(empty).action is Action.LIST


def test_errors_in_words() -> None:
    assert "3 задач" in error_text("ru", LimitReachedError(3, ("a", "b", "c")))
    assert "faceit.com" in error_text("en", NoLinkError())
    assert error_text("en", RedisUnavailableError("redis://:secret@host")).startswith("⚠️")
    assert error_text("en", ValueError("secret")) == text("en", "error-internal")
    assert reason_text("en", Failure(code="nobody-knows")) == "an internal fault"
    assert code_text("en", "limit-reached", {}) == text("en", "error-internal")


def test_parts_of_endings_without_a_report() -> None:
    failed = cards.parts(view(state=State.FAILED, error=Failure(code="other-game")), None, cards.Reader("ru"), 24)
    assert len(failed) == 1 and "CS2" in failed[0].text and failed[0].keyboard is not None
    assert cards.parts(view(state=State.CANCELLED, progress_message=5), None, cards.Reader("ru"), 24) == []
    assert cards.parts(view(state=State.CANCELLED), None, cards.Reader("ru"), 24)[0].text.startswith("🚫")
    assert "24" in cards.parts(view(state=State.COMPLETED), None, cards.Reader("en"), 24)[0].text


def test_a_report_nobody_can_render_becomes_an_apology(caplog: pytest.LogCaptureFixture) -> None:
    broken = cards.parts(view(state=State.COMPLETED), {"nickname": "secret-name"}, cards.Reader("en"), 24)
    assert broken[0].text == text("en", "error-internal")
    assert "secret-name" not in caplog.text


def test_plain_text_of_our_html() -> None:
    assert html_free('<b>a &lt;b&gt;</b> <a href="x">&amp;lt;</a>') == "a <b> &lt;"
