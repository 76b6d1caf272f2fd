"""Pictures of a player: sums instead of means of ratios, marks where the match was, verdicts of the report alone."""

from typing import Any

import pytest

from analysis.player.report import HistoryPoint, MapRecord, PlayerReport
from reports.pictures import player_form, player_maps
from reports.pictures.form_plot import height_of
from reports.pictures.palette import BAD, DIM, GOOD, ONE, TEXT, TRACK, TWO, Box
from reports.pictures.rolling import points_of
from tests.player_files import career, file_of, history, player_report
from tests.reports.pictures import check, check_png, line_of, span, words
from texts.catalogue import LANGUAGES, Language


def report_of(count: int = 60, **more: Any) -> PlayerReport:
    return player_report(file_of(history(count), career())).model_copy(update=more)


def point(kills: int | None = 15, deaths: int | None = 15, won: bool | None = True) -> HistoryPoint:
    return HistoryPoint(kills=kills, deaths=deaths, won=won)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [5, 9, 10, 12, 49, 50, 120])
def test_form_is_readable(count: int, language: Language) -> None:
    canvas = check(player_form.compose(report_of(count), language=language))
    shown = words(canvas)
    assert {"nick-p1", "8", "1612 Elo"} <= set(shown)
    windows = [size for size in (10, 20, 50) if size <= count] or [count]
    for size in windows:
        assert f"{'Последние' if language == 'ru' else 'Last'} {size}" in shown
    rolling = {"ru": "среднее за 10", "en": "mean of 10"}[language]
    assert (rolling in shown) == (count >= 10)


def test_too_few_matches_give_no_form() -> None:
    assert player_form.draw(report_of(3), language="ru") is None
    assert player_form.draw(report_of(0), language="ru") is None
    half = [point(None, None)] * 20 + [point()] * 4
    assert player_form.draw(report_of(history=half), language="ru") is None
    check_png(player_form.draw(report_of(history=[*half, point()]), language="ru"))


def test_the_rolling_figure_is_of_sums() -> None:
    matches = [point(30, 5), *[point(10, 20)] * 9, point(None, 20), point(20, 10)]
    points = points_of(matches)
    assert [p.mean for p in points[:9]] == [None] * 9
    assert points[9].mean == pytest.approx(120 / 185)  # the mean of the ratios would be 1.05
    assert points[10].mean == pytest.approx(110 / 190)
    assert [p.place for p in points] == [*range(10), 11]
    assert points_of([point(7, 0)])[0].kd == 7
    assert points_of([point(7, 0)] * 10)[9].mean is None


def test_results_stand_up_or_hang_down_in_order() -> None:
    results = [i % 3 != 0 for i in range(50)]
    canvas = check(player_form.compose(report_of(history=[point(won=won) for won in results]), language="en"))
    above, below = (strip(canvas, y, colour) for y, colour in ((640, GOOD), (664, BAD)))
    places = sorted([(x, True) for x in above] + [(x, False) for x in below])
    assert [won for _, won in places] == results


def test_an_unknown_result_is_neither() -> None:
    canvas = check(player_form.compose(report_of(history=[point(won=None)] * 20), language="en"))
    assert strip(canvas, 640, GOOD) == strip(canvas, 664, BAD) == []
    assert len(strip(canvas, 652, DIM)) == 20


def strip(canvas: Any, y: int, colour: tuple[int, int, int]) -> list[int]:
    """The left edges of the runs of a colour."""
    lit = set(span(canvas, y, colour))
    return sorted(x for x in lit if x - 1 not in lit)


def test_a_steady_player_has_a_level_line_where_the_scale_says() -> None:
    for kills, label in ((15, "1.0"), (30, "2.0")):
        canvas = check(player_form.compose(report_of(history=[point(kills, 15)] * 50), language="en"))
        columns = span(canvas, line_of(canvas, label), TEXT)
        assert columns and max(columns) > 1200


def test_heights_follow_the_figures() -> None:
    area = Box(0, 0, 100, 220)
    assert height_of(area, 0, 2) == 210
    assert height_of(area, 1, 2) == 110
    assert height_of(area, 2, 2) == height_of(area, 9, 2) == 10


def test_a_match_above_the_scale_is_said() -> None:
    usual = [point(won=i % 2 == 0) for i in range(20)]
    assert "3.0+" in words(check(player_form.compose(report_of(history=[*usual, point(40, 2)]), language="en")))
    assert "3.0+" not in words(check(player_form.compose(report_of(history=usual), language="en")))


@pytest.mark.parametrize("elo", [None, 0, 4210])
@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_elo_and_level(elo: int | None, language: Language) -> None:
    known = report_of(elo=elo or None, level=None, calibrating=elo == 0)
    for module in (player_form, player_maps):
        shown = words(check(module.compose(known, language=language)))
        unknown = {"ru": "Elo неизвестен", "en": "Elo unknown"}[language]
        calibrating = {"ru": "калибр.", "en": "calibr."}[language]
        assert {None: unknown, 0: calibrating, 4210: "4210 Elo"}[elo] in shown


def record(name: str, win_rate: float | None, verdict: str = "none") -> MapRecord:
    figures = {"map": name, "matches": 60, "win_rate": win_rate, "kd": 1.1, "verdict": verdict}
    return MapRecord.model_validate(figures)


def test_maps_reach_from_the_half_as_far_as_they_are_from_it() -> None:
    rates = {"Mirage": 0.6, "Nuke": 0.45, "Anubis": 0.525, "Dust2": 0.5}
    maps = [record(f"de_{name.lower()}", rate) for name, rate in rates.items()]
    canvas = check(player_maps.compose(report_of(maps=maps), language="ru"))
    for name, rate in rates.items():
        y = line_of(canvas, name)
        right, left, empty = (span(canvas, y, colour) for colour in (ONE, TWO, TRACK))
        whole = [*right, *left, *empty]
        half, centre = (max(whole) - min(whole)) / 2, (max(whole) + min(whole)) / 2
        assert len(right) == pytest.approx(max(0, rate - 0.5) / 0.1 * half, abs=3)
        assert len(left) == pytest.approx(max(0, 0.5 - rate) / 0.1 * half, abs=3)
        assert not right or abs(min(right) - centre) <= 3
        assert span(canvas, y - 30, TEXT)[0] == pytest.approx(centre, abs=3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_reports_verdicts_are_marked(language: Language) -> None:
    maps = [record("de_mirage", 0.7), record("de_nuke", 0.52, "strong"), record("de_cache", 0.4, "weak")]
    canvas = check(player_maps.compose(report_of(maps=maps), language=language))
    strong, weak = {"ru": ("сильная", "слабая"), "en": ("strong", "weak")}[language]
    for word, name, colour in ((strong, "Nuke", GOOD), (weak, "Cache", BAD)):
        assert words(canvas).count(word) == 1
        assert line_of(canvas, word) == line_of(canvas, name)
        assert span(canvas, line_of(canvas, name), colour)
    y = line_of(canvas, "Mirage")
    assert span(canvas, y, GOOD) == span(canvas, y, BAD) == []


def test_estimates_are_marked_and_samples_shown() -> None:
    shown = words(check(player_maps.compose(report_of(maps=[record("de_mirage", 0.54)]), language="en")))
    assert {"~54%", "~1.10", "60"} <= set(shown)


def test_no_maps_give_no_picture() -> None:
    assert player_maps.draw(report_of(maps=[]), language="ru") is None
    assert player_maps.draw(report_of(maps=[record("de_mirage", None)]), language="ru") is None
    some = report_of(maps=[record("de_mirage", None), record("de_nuke", 0.5)])
    check_png(player_maps.draw(some, language="ru"))
