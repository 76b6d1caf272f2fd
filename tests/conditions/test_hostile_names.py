"""Any name anywhere on a card: Telegram's own strict reading of our HTML accepts it and finds only our marks."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.material import MissingData
from analysis.report import MatchReport
from reports.match import render, with_texts
from reports.parts import LIMIT
from sandbox.faceit.names import HOSTILE_NAMES
from sandbox.telegram.entities import find_entities, utf16_length
from sandbox.telegram.markup import parse_html
from tests.conditions.analysing import MARKS
from tests.reports.cards import finished, report_of
from tests.rooms import lively, match_body, material, picked
from texts.catalogue import LANGUAGES, Language

OURS = {"bold", "italic", "pre", "blockquote", "expandable_blockquote"}
names = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="<>&\"'`)(]*_~|@/.:\u202e\u2066\u200b\u0301\U0001f525aя", max_size=60),
    st.sampled_from([*HOSTILE_NAMES, "</pre>", "&lt;b&gt;", "tg://user?id=1", "@admin", "/cancel_task", "a" * 200, ""]),
)


def renamed(report: MatchReport, words: list[str]) -> MatchReport:
    """The report with every name in it replaced, in turn."""
    body: dict[str, Any] = report.model_dump()
    turn = iter(words * 20)
    for team in body["teams"]:
        team["name"] = next(turn)
        for player in team["players"]:
            player["nickname"] = next(turn)
    for player in body["review"]["players"] if body["review"] else []:
        player["nickname"] = next(turn)
    return MatchReport.model_validate(body)


BEFORE = report_of(
    material(
        match_body(status="READY", voting=picked("de_mirage")),
        lively(),
        missing=[MissingData(player_id=f"p{i}", what="games", code="faceit-shape") for i in range(1, 9)],
    )
)
FORFEIT = report_of(material(match_body(status="FINISHED", results={"winner": "faction1"})))
CALLED_OFF = report_of(material(match_body(status="CANCELLED", results={"winner": "faction2"})))
CARDS = [BEFORE, finished(0.61), FORFEIT, CALLED_OFF]


@given(
    st.lists(names, min_size=5, max_size=12),
    st.sampled_from(CARDS),
    st.sampled_from(LANGUAGES),
    st.sampled_from([None, "faction1"]),
)
@example(list(HOSTILE_NAMES), BEFORE, "ru", None)
@example(list(HOSTILE_NAMES), CARDS[1], "en", "faction1")
@settings(max_examples=150, deadline=None)
def test_any_name_is_words_and_nothing_else(
    words: list[str], report: MatchReport, language: Language, side: str | None
) -> None:
    for part in render(with_texts(renamed(report, words), language), language=language, side=side):
        shown, entities = parse_html(part)
        assert 0 < utf16_length(shown) <= LIMIT
        assert {entity["type"] for entity in entities} <= OURS
        assert not set(MARKS) & set(shown)
        assert shown.count("\u2068") == shown.count("\u2069")
        # Nobody is mentioned, nothing can be pressed, nothing leads away.
        found = {entity["type"] for entity in find_entities(shown)}
        assert not found & {"mention", "bot_command", "url", "email", "text_link"}
