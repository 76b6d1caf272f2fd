"""Any foreign words anywhere: Telegram's own strict reading takes what is sent, and finds in it only what is ours.

Every kind of report, the lists of tasks, offers, confirmations, candidates and errors. Addresses lead to FACEIT alone.
"""

import asyncio
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiogram.types import InlineKeyboardMarkup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.bulk.compose import compose
from analysis.team.subject import TeamOnePlayerError, TeamTooManyError
from bot import cards, choices
from bot.answers import UnknownTimezoneError, error_text
from bot.bulk_offer_text import Found, Hour, Means, offer
from bot.handlers import account
from bot.handlers.my_tasks import listing
from errors import BotError
from faceit.links import player_names, profile_link, room_link
from faceit.models import FoundPlayer, Player
from faceit.player_errors import (
    BadNicknameError,
    PlayerAmbiguousError,
    PlayerNoCs2Error,
    PlayerNotFoundError,
    PlayerSimilarError,
)
from pipelines.bulk import BulkSubject
from pipelines.pictures import KINDS as PICTURES
from reports.by_kind import KINDS
from reports.escape import name
from reports.parts import LIMIT
from reports.pictures.kinds import draw
from sandbox.faceit.names import HOSTILE_NAMES
from sandbox.telegram.entities import entity_text, find_entities, utf16_length
from sandbox.telegram.markup import parse_html
from tasks.records import Failure, TaskView
from tasks.states import State, TaskType
from tests.bot.manager import view
from tests.conditions.analysing import MARKS
from tests.conditions.test_hostile_names import CARDS
from tests.player_files import career, file_of, history, player_report
from tests.reports import test_bulk_card, test_team_report, test_user_report
from texts.catalogue import LANGUAGES, Language, text

COPIED = 256
"""The most that a button copies, by the Bot API's page of CopyTextButton."""
FACEIT_HOSTS = {"faceit.com", "www.faceit.com"}
OURS = {"bold", "italic", "pre", "code", "blockquote", "expandable_blockquote", "text_link"}
MATCH = "1-11111111-2222-4333-8444-555555555555"
ATTACKS = [
    *HOSTILE_NAMES, "</pre>", "</b><a href='http://evil.io'>x</a>", "&lt;b&gt;", "&#x3c;b&#x3e;", "&", "tg://user?id=1",
    "@admin", "@admin @all", "/cancel_task", "x /forget_me", "evil.io", "https://evil.io/x", "t.me/evil", "a@evil.io",
    "#tag", "a" * 200, "", " ", "\u202e\u2066", "\u05d0\u05d1 \u0627\u0644", "{name}", "{ $name }", "a\nb\r\nc", "\x00",
    "=HYPERLINK(1)", "Z\u0351\u0351\u0351\u0351\u0351algo",
]  # fmt: skip
foreign = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(max_size=40),
    st.text(alphabet="<>&\"'`)(]*_~|@/.:#\u202e\u2066\u200b\u0301\u05d0\U0001f525aя", max_size=60),
    st.tuples(st.sampled_from(ATTACKS), st.sampled_from(ATTACKS)).map(" ".join),
)
FOREIGN_KEYS = {"nickname", "name", "nicknames", "names"}


def reports_of() -> dict[str, list[dict[str, Any]]]:
    """Reports of every kind, with as many foreign names as they can hold."""
    mates = [test_user_report.mate(nickname=f"m{n}") for n in range(4)]
    user = test_user_report.report_of(teammates=mates, opponents=mates)
    bulk = test_bulk_card.report(12, 2)
    mine = test_bulk_card.row(1, side="faction2", won=False, own={"nickname": "me", "kills": 10, "deaths": 20})
    about = compose([mine], [], total=1, now=test_bulk_card.NOW, api_calls=4, depth="brief", about="p1")
    made: dict[str, list[Any]] = {
        "match": list(CARDS),
        "player": [player_report(file_of(history(100), career()))],
        "user": [user],
        "team": [test_team_report.full()],
        "bulk": [bulk, about],
    }
    return {kind: [one.model_dump(mode="json") for one in found] for kind, found in made.items()}


REPORTS = reports_of()
ALL = [(kind, number) for kind, found in REPORTS.items() for number in range(len(found))]


def renamed(body: Any, turn: Iterator[str], *, inside: bool = False) -> Any:
    """The same with every name in it replaced, in turn."""
    if isinstance(body, dict):
        return {key: renamed(value, turn, inside=inside or key in FOREIGN_KEYS) for key, value in body.items()}
    if isinstance(body, list):
        return [renamed(value, turn, inside=inside) for value in body]
    return next(turn) if inside and isinstance(body, str) else body


def endless(words: list[str]) -> Iterator[str]:
    while True:
        yield from words


def hosts_in(keyboard: InlineKeyboardMarkup | None) -> set[str | None]:
    """Where buttons lead, and what they copy."""
    buttons = [button for row in keyboard.inline_keyboard for button in row] if keyboard else []
    addresses = [button.url for button in buttons if button.url]
    addresses += [button.copy_text.text for button in buttons if button.copy_text]
    for button in buttons:
        assert 0 < utf16_length(button.text) <= 64
        assert button.copy_text is None or 0 < utf16_length(button.copy_text.text) <= COPIED
        assert not set(MARKS) & set(button.text)
        assert len((button.callback_data or "").encode()) <= 64
    return {urlsplit(address).hostname for address in addresses}


def found_in(part: str) -> list[tuple[str, str]]:
    """What Telegram makes of a message beyond its words: what could be pressed or would call somebody."""
    words, entities = parse_html(part)
    assert 0 < utf16_length(words) <= LIMIT
    assert {entity["type"] for entity in entities} <= OURS
    assert not set(MARKS) & set(words)
    assert words.count("\u2068") == words.count("\u2069")
    for entity in entities:
        if entity["type"] == "text_link":
            assert urlsplit(entity["url"]).hostname in FACEIT_HOSTS
    pressed = [(entity["type"], entity_text(words, entity)) for entity in find_entities(words, entities)]
    for kind, shown in pressed:
        if kind == "url":
            assert urlsplit(shown if "://" in shown else f"//{shown}").hostname in FACEIT_HOSTS, shown
    return pressed


def as_harmless(said: Callable[[str], str], words: str) -> None:
    """With these foreign words a message holds no more to be pressed than with a plain one."""
    ours = set(found_in(said("nobody")))
    assert set(found_in(said(words))) <= ours


def test_every_kind_is_here() -> None:
    assert set(REPORTS) == set(KINDS)
    assert set(cards.RENDERERS) == set(TaskType)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "number"), ALL)
@given(st.lists(foreign, min_size=3, max_size=9))
@example(ATTACKS)
@settings(max_examples=25, deadline=None)
def test_any_name_in_any_report(kind: str, number: int, language: Language, words: list[str]) -> None:
    body = renamed(REPORTS[kind][number], endless(words))
    report = KINDS[kind].filled(KINDS[kind].model.model_validate(body), language)
    for part in KINDS[kind].render(report, language=language):
        assert found_in(part) == []


TYPES = {
    "match": TaskType.MATCH_ANALYSIS, "player": TaskType.PLAYER_PERFORMANCE, "user": TaskType.USER_ANALYTICS,
    "team": TaskType.TEAM_ANALYSIS, "bulk": TaskType.BULK_ANALYSIS,
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "number"), ALL)
@given(st.lists(foreign, min_size=3, max_size=9))
@example(ATTACKS)
@example(["\U0001f525" * 60, "W" * 300, "b"])
@settings(max_examples=10, deadline=None)
def test_cards_with_their_buttons(kind: str, number: int, language: Language, words: list[str]) -> None:
    task = view(state=State.COMPLETED, type=TYPES[kind], lang=language, title=words[0], subject=MATCH)
    body = renamed(REPORTS[kind][number], endless(words))
    parts = cards.parts(task, body, cards.Reader(language), 24)
    assert text(language, "error-internal") not in [part.text for part in parts]
    for part in parts:
        assert found_in(part.text) == []
        assert hosts_in(part.keyboard) <= FACEIT_HOSTS


@pytest.mark.parametrize(("kind", "number"), ALL)
@given(st.lists(foreign, min_size=2, max_size=6))
@example(ATTACKS)
@settings(max_examples=4, deadline=None)
def test_pictures_are_drawn_of_any_name(kind: str, number: int, words: list[str]) -> None:
    body = renamed(REPORTS[kind][number], endless(words))
    for picture in PICTURES.get(TYPES[kind], ()):
        drawn = draw(picture, body, language="en", side=None)
        assert drawn is None or drawn.startswith(b"\x89PNG")


LISTED = [
    (TaskType.MATCH_ANALYSIS, MATCH), (TaskType.PLAYER_PERFORMANCE, "p"), (TaskType.USER_ANALYTICS, "p"),
    (TaskType.TEAM_ANALYSIS, "a b"), (TaskType.BULK_ANALYSIS, "last:p:20"),
]  # fmt: skip


@given(foreign, st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None)
def test_titles_and_subjects_in_the_list_of_tasks(words: str, language: Language) -> None:
    def shown(title: str) -> str:
        named = [view(f"t{n}", type=kind, subject=subject, title=title) for n, (kind, subject) in enumerate(LISTED)]
        asked = [
            view("u", type=TaskType.PLAYER_PERFORMANCE, subject=title),
            view("v", type=TaskType.TEAM_ANALYSIS, subject=title),
        ]
        told, keyboard = listing(language, [*named, *asked])
        assert hosts_in(keyboard) == set()
        return told

    as_harmless(shown, words)


def player(nickname: str, **more: Any) -> Player:
    found = {
        "player_id": "p1",
        "nickname": nickname or "\u2800",
        "games": {"cs2": {"faceit_elo": 1500, "skill_level": 7}},
        **more,
    }
    return Player.model_validate(found)


def found(nickname: str) -> FoundPlayer:
    return FoundPlayer.model_validate(
        {"player_id": "p1", "nickname": nickname or "\u2800", "games": [{"name": "cs2", "skill_level": 7}]}
    )


class Known:
    """A look-up that finds, or raises, what it is told to."""

    def __init__(self, known: Player | BotError) -> None:
        self.known = known

    async def find(self, _words: str) -> Player:
        if isinstance(self.known, BotError):
            raise self.known
        return self.known


class Nobody:
    """Opt-outs of nobody."""

    async def hides(self, _player_id: str) -> bool:
        return False


@given(foreign, st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None)
def test_link_confirmations_and_candidates(words: str, language: Language) -> None:
    def said(nickname: str) -> str:
        cases: list[Player | BotError] = [
            player(nickname), player(nickname, games={"cs2": {}}),
            PlayerAmbiguousError(nickname, [found(nickname)] * 3), PlayerSimilarError(nickname, [found(nickname)]),
        ]  # fmt: skip
        told = []
        for known in cases:
            answer = asyncio.run(account._found(nickname, language, Known(known), Nobody()))  # type: ignore[arg-type]
            assert hosts_in(answer.keyboard) == set()
            told.append(answer.text)
        assert hosts_in(choices.candidates(language, [("p1", nickname, 7), ("p2", nickname, None)])) == set()
        return "\n".join(told)

    as_harmless(said, words)


@given(foreign, st.sampled_from(LANGUAGES))
@settings(max_examples=60, deadline=None)
def test_bulk_offers(words: str, language: Language) -> None:
    def said(nickname: str) -> str:
        listed = Found(subject=BulkSubject(player="p", count=20), player=name(nickname), bad=[(1, nickname)], dropped=3)
        return offer(
            language, listed, Means(left=100, limit=5000, rate=3.0, hour=Hour(left=0, whole=8000, ends_s=60.0))
        )

    as_harmless(said, words)


def _team_errors() -> list[Callable[[str], BotError]]:
    from actors.team_errors import TeamNameAmbiguousError, TeamNameError

    return [
        lambda words: TeamNameError(PlayerSimilarError(words, [found(words)] * 3)),
        lambda words: TeamNameAmbiguousError(PlayerAmbiguousError(words, [found(words)] * 2)),
    ]


QUOTING: list[Callable[[str], BotError]] = [
    BadNicknameError,
    PlayerNotFoundError,
    PlayerNoCs2Error,
    lambda words: PlayerAmbiguousError(words, [found(words)]),
    lambda words: PlayerSimilarError(words, [found(words)]),
    TeamOnePlayerError,
    lambda words: TeamTooManyError([words] * 6),
    UnknownTimezoneError,
    *_team_errors(),
]
"""Every error that quotes what somebody wrote, or a nickname."""
COUNTING = {
    "faceit", "faceit-rate-limited", "bulk-file-size", "bulk-no-matches", "bulk-other-game", "bulk-count",
    "stats-depth", "limit-reached", "allowance", "no-party", "budget-deferred", "hour-short",
}  # fmt: skip
"""Those that have numbers only."""


def told_with_arguments() -> set[type[BotError]]:
    """Every error of the project that gives arguments to its text."""

    def below(kind: type[BotError]) -> Iterator[type[BotError]]:
        for one in kind.__subclasses__():
            yield from (one, *below(one))

    ours = {kind for kind in below(BotError) if not kind.__module__.startswith("tests.")}
    return {kind for kind in ours if "args_for_text" in vars(kind) and not kind.__name__.startswith("_")}


def test_every_error_with_arguments_is_here() -> None:
    quoted = {type(make("x")) for make in QUOTING}
    assert {kind.code for kind in told_with_arguments() - quoted if issubclass(kind, BotError)} <= COUNTING


@pytest.mark.parametrize("number", range(len(QUOTING)))
@given(foreign, st.sampled_from(LANGUAGES))
@settings(max_examples=60, deadline=None)
def test_errors_and_failures(number: int, words: str, language: Language) -> None:
    make = QUOTING[number]

    def said(quoted: str) -> str:
        return error_text(language, make(quoted))

    def failed(quoted: str) -> str:
        error = make(quoted)
        task: TaskView = view(state=State.FAILED, lang=language, type=TaskType.PLAYER_PERFORMANCE,
                              error=Failure(code=error.code, args=dict(error.args_for_text())))  # fmt: skip
        (part,) = cards.parts(task, None, cards.Reader(language), 24)
        assert hosts_in(part.keyboard) == set()
        return part.text

    as_harmless(said, words)
    as_harmless(failed, words)


@given(st.text(max_size=120), st.sampled_from(["ru", "en", "../x", "a@b", ""]))
def test_addresses_made_of_any_words_stay_at_faceit(words: str, language: str) -> None:
    names = [*player_names(words), *player_names(f"https://www.faceit.com/en/players/{words}")]
    try:
        links = [profile_link(words, language)]
    except UnicodeEncodeError:
        links = []
    for link in [*links, *(profile_link(one, language) for one in names), room_link(MATCH, language)]:
        parts = urlsplit(link)
        assert (parts.scheme, parts.hostname) == ("https", "www.faceit.com")
        assert not re.search(r"[<>\"'\s@]", link)
