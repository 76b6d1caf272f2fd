"""The report on oneself in words and as a picture: order, honesty, limits, foreign names."""

import re
from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

import pytest
from wcwidth import wcswidth

from analysis.material import MissingData
from analysis.user.assemble import assemble
from analysis.user.depth import Depth
from analysis.user.material import Room, UserFile
from analysis.user.report import UserCount, UserGoals, UserMate, UserParty, UserPartySize, UserReport
from faceit.models import Player
from reports.pictures import heat_map, kinds
from reports.pictures.heat_scale import shade
from reports.pictures.palette import BAD, GOOD, GROUND, PANEL, Box
from reports.user import render
from reports.user_time import day, zone_name
from tests.player_files import career, history
from tests.reports.cards import check
from tests.reports.pictures import check as check_picture
from tests.reports.pictures import check_png, words
from tests.rooms import NOW
from texts.catalogue import LANGUAGES, Language

HOSTILE = ("<b>x</b>", "\u202eevil", "@everyone", "t.me/x", "W" * 60, "", "🦆" * 20, "a\nb", "&amp;", "/start")


def report_of(count: int = 120, *, depth: Depth = Depth(500, "Europe/Berlin"), **more: Any) -> UserReport:  # noqa: B008
    """A full report: three matches an evening, a party of two in every other one."""
    account = {"player_id": "p1", "nickname": "nick-p1", "games": {"cs2": {"faceit_elo": 1612, "skill_level": 8}}}
    games = history(count)
    rooms = [
        Room(match_id=game.match_id, own=["mate", f"s{i % 40}"] if i % 2 else [f"s{i % 40}"], other=[f"t{i % 30}"],
             won=game.won)
        for i, game in enumerate(games)
    ]  # fmt: skip
    file = UserFile(player=Player.model_validate(account), lifetime=career(), games=games, fetched_at=NOW)
    report = assemble(file, rooms, depth, now=NOW + timedelta(seconds=7), api_calls=14)
    return report.model_copy(update=more)


def mate(**more: Any) -> UserMate:
    figures = {"matches": 50, "wins": 34, "results": 50, "win_rate": 0.68, "shrunk": 0.55, "nickname": "Zed"}
    return UserMate.model_validate(
        {"player_id": "z", "others": UserCount(matches=99, wins=40, results=98), **figures, **more}
    )


def shown(report: UserReport, language: Language = "ru") -> str:
    return check(render(report, language=language))


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("ru", "nick-p1|Последние 120 матчей|Форма|Тренд|Цель: уровень 9|Серии|Сессии|Когда играете|Карты|Напарники|"
               "Соперники|Пати|Рекорды|Данные F"),
        ("en", "nick-p1|Last 120 matches|Form|Trend|Goal: level 9|Streaks|Sessions|When you play|Maps|Team-mates|"
               "Opponents|Parties|Records|Data: F"),
    ],
)  # fmt: skip
def test_reading_order(language: Language, order: str) -> None:
    told = shown(report_of(), language)
    places = [told.index(word) for word in order.split("|")]
    assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_fit_a_phone_and_the_report_two_parts(language: Language) -> None:
    report = report_of(500, teammates=[mate(nickname=name or None) for name in HOSTILE])
    parts = render(report, language=language)
    assert len(parts) <= 2
    tables = re.findall(r"<pre>(.*?)</pre>", "".join(parts), re.DOTALL)
    assert len(tables) >= 5
    for table in tables:
        plain = table.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert all(wcswidth(line) <= 30 for line in plain.splitlines())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", HOSTILE)
def test_foreign_names_stay_names(language: Language, name: str) -> None:
    party = UserParty(players=["z"], nicknames=[name], matches=9, wins=4, results=9)
    mates, rivals = [mate(nickname=name, verdict="better")], [mate(nickname=name, verdict="worse")]
    report = report_of(teammates=mates, opponents=rivals)
    company = report.company.model_copy(update={"parties": [party], "sizes": [UserPartySize(size=2, matches=9)]})
    player = report.player.model_copy(update={"nickname": name})
    parts = render(report.model_copy(update={"company": company, "player": player}), language=language)
    told = check(parts)
    assert "\u202e" not in told and told.count("\u2068") == told.count("\u2069")
    # Telegram makes no links and commands of what stands in a table.
    outside = re.sub(r"<pre>.*?</pre>", "", "\n".join(parts), flags=re.DOTALL)
    assert "@" not in outside and "t.me" not in outside and "/start" not in outside


def test_n_stands_beside_every_rate_and_a_finding_only_where_there_is_one() -> None:
    told = shown(report_of(teammates=[mate()], opponents=[]), "en")
    assert re.search(r"Zed\s+50\s+68%\s+~55%", told)
    assert "No notable difference with or without them." in told
    found = shown(report_of(teammates=[mate(verdict="better")], opponents=[mate(verdict="worse")]), "en")
    assert "More wins with \u2068Zed\u2069 than without: 34 of 50 against 40 of 98" in found
    assert "Fewer wins against \u2068Zed\u2069 than in other matches: 34 of 50 against 40 of 98" in found
    assert "No notable difference with" not in found


def test_the_zone_and_what_is_inferred_are_said() -> None:
    told = shown(report_of(), "en")
    assert "Europe/Berlin" in told and "inferred" in told
    assert "UTC+3" in shown(report_of(depth=Depth(100, "Etc/GMT-3")), "en")
    assert "Asked for 500, 5v5 among them: 120." in told
    assert "Asked for" not in shown(report_of(depth=Depth(100)), "en")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"expected": 40, "soonest": 20, "latest": 300}, "so 20 are as possible as 300"),
        ({"expected": 1, "soonest": 1, "latest": None}, "about 1 match on average"),
        ({"expected": 56, "expected_wins": 31, "soonest": 30}, "about 31 wins in 56 matches on average"),
        ({"expected": 400, "soonest": 90, "latest": None}, "or Elo may not grow at all"),
        ({"win_rate": 0.48, "soonest": 150}, "Elo does not grow on average"),
        ({"win_rate": 0.4, "soonest": None}, "it takes more wins than losses"),
        ({"win_rate": 0.501, "soonest": 150}, "more than a thousand matches"),
        ({"win_rate": None, "error": None}, "6 wins without a loss (~±25 a match)"),
        ({"level": None, "target": 2250}, "Goal: 2250 Elo"),
    ],
)
def test_goals_in_honest_words(changes: dict[str, Any], said: str) -> None:
    goal = UserGoals(target=1751, level=9, points=139, wins=6, win_rate=0.55, error=0.03, results=120)
    for language in LANGUAGES:
        told = shown(report_of(goals=goal.model_copy(update=changes)), language)
        assert language == "ru" or said in told
        assert changes.get("soonest", 1) is not None or "would do" not in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2, 3, 30])
def test_little_or_nothing_is_said_plainly(language: Language, count: int) -> None:
    told = shown(report_of(count), language)
    assert "nick-p1" in told
    assert ({"ru": "Матчей 5v5 нет", "en": "No 5v5 matches"}[language] in told) == (count == 0)


def test_what_is_missing_is_named() -> None:
    report = report_of(60)
    missing = [MissingData(player_id="p1", what="history", code="faceit-unavailable")]
    company = report.company.model_copy(update={"rooms": None})
    lost = {"company": company, "coverage": report.coverage.model_copy(update={"missing": missing})}
    told = shown(report.model_copy(update=lost), "en")
    assert "line-ups of the matches" in told and "Team-mates" not in told
    partly = report.company.model_copy(update={"rooms": 40})
    some = shown(report.model_copy(update={"company": partly}), "en")
    assert "Line-ups are known of 40 of 60 matches." in some


@pytest.mark.parametrize("zone", ["UTC", "Etc/GMT-3", "Etc/GMT+5", "Etc/GMT0", "Europe/Moscow"])
def test_zones_as_people_say_them(zone: str) -> None:
    said = {"Etc/GMT-3": "UTC+3", "Etc/GMT+5": "UTC-5", "Etc/GMT0": "UTC"}
    assert zone_name(zone) == said.get(zone, zone)


def test_a_date_is_that_of_the_zone() -> None:
    assert day(NOW, "UTC") == "2026-09-20" and day(NOW, "Asia/Tokyo") == "2026-09-21" and day(None, "UTC") == "–"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [5, 30, 120, 500])
def test_the_week_is_readable(language: Language, count: int) -> None:
    canvas = check_picture(heat_map.compose(report_of(count), language=language))
    told = words(canvas)
    assert {"ru": "Пн", "en": "Mon"}[language] in told and any("Europe/Berlin" in one for one in told)
    assert len(told) < 7 * 24


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_zone_and_a_full_cell_fit(language: Language) -> None:
    report = report_of(60)
    longest = max(available_timezones(), key=len)
    full = [[UserCount(matches=500, wins=250, results=500)] * 24] * 7
    day_sum = UserCount(matches=500, wins=500, results=500)
    habits = report.habits.model_copy(
        update={"timezone": longest, "grid": full, "hours": [day_sum] * 24, "weekdays": [day_sum] * 7}
    )
    check_picture(heat_map.compose(report.model_copy(update={"habits": habits}), language=language))


def test_empty_cells_are_hollow_and_others_are_filled_by_their_number() -> None:
    report = report_of(60)
    grid = [[UserCount() for _ in range(24)] for _ in range(7)]
    grid[0][3], grid[2][20] = UserCount(matches=10, wins=4, results=10), UserCount(matches=5, wins=5, results=5)
    habits = report.habits.model_copy(update={"grid": grid})
    canvas = check_picture(heat_map.compose(report.model_copy(update={"habits": habits}), language="en"))
    cells = {item.words: item.box for item in canvas.written if item.words in {"10", "5"} and item.box.width <= 44}
    for label, share in (("10", 1.0), ("5", 0.5)):
        assert colour(canvas, cells[label]) == shade(share)
    left = cells["10"]
    empty = Box(left.left + heat_map.CELL, left.top, left.right + heat_map.CELL, left.bottom)
    assert colour(canvas, empty) == GROUND and PANEL != GROUND
    assert {GOOD, BAD}.isdisjoint({colour(canvas, box) for box in cells.values()})


def colour(canvas: Any, box: Box) -> Any:
    """The colour near the top of a cell, above its number."""
    return canvas.image.getpixel((box.centre, box.top + 8))


def test_too_few_matches_give_no_picture() -> None:
    assert heat_map.draw(report_of(4), language="en") is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("depth", [Depth(30), Depth(100), Depth(500)])
def test_the_players_pictures_serve_here_too(language: Language, depth: Depth) -> None:
    report = report_of(500, depth=depth).model_dump(mode="json")
    for kind in ("user_form", "heat_map", "user_maps"):
        check_png(kinds.draw(kind, report, language=language, side=None))
    nothing = report_of(0, maps=[]).model_dump(mode="json")
    assert [kinds.draw(kind, nothing, language=language, side=None) for kind in ("user_form", "heat_map")] == [None] * 2


@pytest.mark.parametrize(("language", "said"), [("en", "With Zed, 2 more players: "), ("ru", "С Zed, ещё 2 игрока: ")])
def test_members_without_a_name_are_counted(language: Language, said: str) -> None:
    party = UserParty(players=["z", "y", "x"], nicknames=["Zed", None, None], matches=9, wins=4, results=9)
    report = report_of(60)
    company = report.company.model_copy(update={"parties": [party], "sizes": [UserPartySize(size=4, matches=9)]})
    told = shown(report.model_copy(update={"company": company}), language)
    assert said in told.replace("\u2068", "").replace("\u2069", "")
