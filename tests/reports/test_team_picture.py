"""The picture of a line-up's maps: readable, and marked only where the report has a verdict."""

import pytest

from analysis.team.report import TeamLineupReport
from reports.pictures import team_maps
from reports.pictures.kinds import draw
from reports.pictures.palette import BAD, GOOD
from sandbox.faceit.names import HOSTILE_NAMES
from tests.reports.pictures import check, check_png, line_of, span, words
from tests.reports.test_team_report import NAMES, bare, full, member, report_of
from texts.catalogue import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_every_size_is_readable(count: int, language: Language) -> None:
    shown = words(check(team_maps.compose(report_of(*(member(name) for name in NAMES[:count])), language=language)))
    assert {*NAMES[:count], "Mirage", "Cache", "60", "~1.00"} <= set(shown)
    assert shown.count("60") == count * 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_verdicts_have_words_and_marks(language: Language) -> None:
    canvas = check(team_maps.compose(full(), language=language))
    home, ban = {"ru": ("дом", "бан"), "en": ("home", "ban")}[language]
    assert words(canvas).count(home) == words(canvas).count(ban) == 1
    assert span(canvas, line_of(canvas, "200"), GOOD) and span(canvas, line_of(canvas, "90"), BAD)


def test_nothing_is_marked_without_a_verdict() -> None:
    canvas = check(team_maps.compose(report_of(member("ann"), member("bob")), language="ru"))
    assert {"дом", "бан"}.isdisjoint(words(canvas))
    assert not any(span(canvas, y, colour) for y in range(120, 660, 3) for colour in (GOOD, BAD))


def test_somebody_unknown_is_a_row_of_dashes() -> None:
    shown = words(check(team_maps.compose(report_of(member("ann"), bare("bob")), language="en")))
    assert shown.count("–") == 7 + 1  # the level, too


def test_hostile_names_stay_in_their_place() -> None:
    for start in range(0, len(HOSTILE_NAMES), 5):
        report = report_of(*(member(name) for name in HOSTILE_NAMES[start : start + 5]))
        check(team_maps.compose(report, language="ru"), stacked=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_drawn_by_its_name(language: Language) -> None:
    check_png(draw("team_maps", full().model_dump(mode="json"), language=language, side=None))


def test_no_maps_give_no_picture() -> None:
    report: TeamLineupReport = report_of(bare("ann"), bare("bob"))
    assert team_maps.draw(report, language="ru") is None
