"""The card: order, limits, sides, honesty."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from analysis.assemble import assemble
from analysis.match import analyse
from analysis.material import MatchMaterial, MissingData, PlayerMaterial
from analysis.predict import predict_and_advise
from analysis.report import MatchReport
from faceit.models import MatchStats
from reports.match import render, with_texts
from reports.parts import LIMIT, length
from tests.rooms import NOW, POOL, lively, match_body, material, person, picked, player_ids, recorded
from texts.catalogue import LANGUAGES, Language

ALLOWED = {"b", "i", "pre", "blockquote"}


class Checker(HTMLParser):
    """Follows tags as Telegram does: known ones only, closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert attrs in ([], [("expandable", None)])
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def check(parts: list[str]) -> str:
    """Every part is valid and within the limit; the text without tags."""
    assert parts
    found = []
    for part in parts:
        assert 0 < length(part) <= LIMIT
        checker = Checker()
        checker.feed(part)
        checker.close()
        assert checker.open == []
        assert not re.search(r"\{|\}|None|\bnan\b", checker.text.replace("{lang}", ""))
        found.append(checker.text)
    return "\n".join(found)


def report_of(room: MatchMaterial, age: int = 7) -> MatchReport:
    analysis = analyse(room, now=NOW, pool=POOL)
    return assemble(analysis, predict_and_advise(analysis), now=NOW + timedelta(seconds=age), api_calls=31)


def finished(chance: float | None = None, best: int = 15) -> MatchReport:
    body = recorded("match_details.json")
    if chance is not None:
        body["teams"]["faction1"]["stats"] = {"winProbability": chance}
    ids = [p["player_id"] for team in body["teams"].values() for p in team["roster"]]
    stats = MatchStats.model_validate(recorded("match_stats.json"))
    return report_of(material(body, {i: person(i, kills=best) for i in ids}, stats=stats))


ROOMS: dict[str, dict[str, Any]] = {
    "vote": {"voting": picked()},
    "ready": {"status": "READY", "voting": picked("de_mirage")},
    "series": {"status": "ONGOING", "voting": picked("de_mirage", "de_nuke", "de_cache"), "best_of": 3},
    "unknown": {"status": "SOMETHING_NEW"},
    "unrated": {"calculate_elo": False},
    "workshop": {"status": "READY", "voting": picked("3070284539", pool=["3070284539"])},
    "forfeit": {"status": "FINISHED", "results": {"winner": "faction1"}},
    "cancelled": {"status": "CANCELLED", "teams": None},
    "empty": {"status": "CREATED", "teams": {}},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("side", [None, "faction1", "faction2", "nonsense"])
@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_a_card_of_one_part(room: str, side: str | None, language: Language) -> None:
    parts = render(report_of(material(match_body(**ROOMS[room]), lively())), language=language, side=side)
    check(parts)
    assert len(parts) == 1
    assert length(parts[0]) <= 2500


def test_reading_order() -> None:
    shown = check(render(report_of(material(match_body(voting=picked()), lively())), language="ru"))
    order = [
        "team-faction1",
        "Шансы",
        "Карты",
        "Пики",
        "Опасны",
        "Слабее",
        "вместе",
        "Состав",
        "Игроков",
        "Данные FACEIT",
    ]
    positions = [shown.index(word) for word in order]
    assert positions == sorted(positions)


def test_the_source_of_the_chance_is_named() -> None:
    body = match_body()
    ours = check(render(report_of(material(body)), language="ru"))
    assert "~ наша модель" in ours
    assert "~±25" in ours
    body["teams"]["faction1"]["stats"] = {"winProbability": 0.58}
    theirs = check(render(report_of(material(body)), language="ru"))
    assert "58% : 42% · оценка FACEIT" in theirs
    assert "Наша модель: ~50% : 50%" in theirs
    assert "A +21 / −29 · B +29 / −21" in theirs


def test_too_close_is_said() -> None:
    assert "Too close to call" in check(render(report_of(material()), language="en"))


def test_the_askers_side_comes_first_and_no_team_mate_is_a_target() -> None:
    report = report_of(material(match_body(), lively()))
    for side, mates, others in (("faction1", range(1, 6), range(6, 11)), ("faction2", range(6, 11), range(1, 6))):
        shown = check(render(report, language="en", side=side))
        assert shown.index(f"team-{side}") == min(shown.index("team-faction1"), shown.index("team-faction2"))
        targets = shown[shown.index("Their dangerous") : shown.index("Probably queued")]
        named = set(re.findall(r"nick-p(\d+)", targets))
        assert named
        assert named <= {str(i) for i in others}
        assert not named & {str(i) for i in mates}


def test_tables_fit_a_phone() -> None:
    for room in ROOMS.values():
        for language in LANGUAGES:
            for side in (None, "faction1"):
                for part in render(report_of(material(match_body(**room), lively())), language=language, side=side):
                    for table in re.findall(r"<pre>(.*?)</pre>", part, re.DOTALL):
                        assert all(wcswidth(line) <= 30 for line in table.splitlines())


def test_sample_sizes_are_visible() -> None:
    shown = check(render(report_of(material(match_body(status="READY", voting=picked("de_mirage")))), language="ru"))
    assert "Mirage: 600 матчей" in shown
    assert "последние 20 матчей" in shown


@pytest.mark.parametrize("absent", range(1, 11))
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_is_said(absent: int, language: Language) -> None:
    gone = player_ids()[:absent]
    lost = [MissingData(player_id=i, what="player", code="transient") for i in gone]
    room = material(players={i: PlayerMaterial() for i in gone}, missing=[*lost, MissingData(what="stats", code="x")])
    shown = check(render(report_of(room), language=language))
    assert f"{10 - absent}/10" in shown
    assert "nick-p1" in shown


def test_old_data_tell_their_age() -> None:
    assert "данным 5 мин" in check(render(report_of(material(), age=301), language="ru"))


def test_review_tells_result_prediction_and_people() -> None:
    shown = check(render(finished(0.6), language="ru"))
    assert "13 : 10" in shown
    assert "Прогноз (60% на \u2068dupane89\u2069) сбылся" in shown
    assert "xidusha92\u2069 (B) · K/D 1.53 против 1.00" in shown
    assert "не сбылся" in check(render(finished(0.4), language="ru"))
    assert "почти равны" in check(render(finished(0.5), language="ru"))
    assert "Прогноза до начала не было" in check(render(finished(), language="ru"))


def test_review_of_a_side() -> None:
    shown = check(render(finished(), language="ru", side="faction2"))
    assert "10 : 13" in shown
    assert "Победа за ними" in shown


def test_cancelled_is_short_and_clear() -> None:
    parts = render(report_of(material(match_body(status="CANCELLED"))), language="ru")
    assert "Матч отменён" in check(parts)
    assert length(parts[0]) < 250


def test_forfeit_is_clear() -> None:
    room = material(match_body(status="FINISHED", results={"winner": "faction1"}))
    assert "Not played" in check(render(report_of(room), language="en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_filled_on_demand_only(language: Language) -> None:
    report = report_of(material(match_body(voting=picked()), lively()))
    said = with_texts(report, language)
    statements = [r for team in said.teams for p in team.players for r in p.reasons] + said.advice
    assert statements
    assert all(item.text for item in statements)
    assert all(item.text is None for item in report.advice)
    assert MatchReport.model_validate_json(said.model_dump_json()) == said


hostile = st.text(max_size=60) | st.sampled_from(
    [
        "<b>x",
        "&amp;",
        "</blockquote>",
        "\u202eevil",
        "a\u200bb",
        "@admin",
        "/cancel",
        "evil.com",
        "x" * 500,
        "😀" * 50,
        "",
    ]
)


@given(st.lists(hostile, min_size=12, max_size=12), st.sampled_from(LANGUAGES), st.sampled_from([None, "faction2"]))
@settings(max_examples=60, deadline=None)
def test_hostile_names_break_nothing(names: list[str], language: Language, side: str | None) -> None:
    body = match_body(status="READY", voting=picked("de_mirage"))
    for team, team_name, nicknames in zip(body["teams"].values(), names[:2], (names[2:7], names[7:]), strict=True):
        team["name"] = team_name
        for seat, nickname in zip(team["roster"], nicknames, strict=True):
            seat["nickname"] = nickname
    parts = render(with_texts(report_of(material(body, lively())), language), language=language, side=side)
    for part in parts:
        assert 0 < length(part) <= LIMIT
        checker = Checker()
        checker.feed(part)
        checker.close()
        assert checker.open == []
        assert checker.text.count("\u2068") == checker.text.count("\u2069")
        assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u2067@]", part)


def test_a_crowded_roster_stays_within_limits() -> None:
    body = match_body()
    for faction, team in body["teams"].items():
        team["roster"] = [{"player_id": f"{faction}-{i}", "nickname": "Ж" * 60} for i in range(60)]
    people = {f"{faction}-{i}": person("x", kills=15 + i % 9) for faction in body["teams"] for i in range(60)}
    check(render(report_of(material(body, people)), language="ru"))
