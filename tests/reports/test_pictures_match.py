"""The picture of a match: bars as long as their figures, own side first, nothing cut, nothing made up."""

from typing import Any

import pytest

from analysis.material import MissingData, PlayerMaterial
from analysis.report import MapReport, MapSide, MatchReport, PredictionReport
from faceit.models import FACTIONS, Faction
from reports.labels import labels_of
from reports.pictures.chance import bar_box
from reports.pictures.match_card import CHANCE, HEADING, compose, draw
from reports.pictures.palette import ONE, PAGE, TRACK, TWO, Box
from tests.reports.cards import finished, report_of
from tests.reports.pictures import check, check_png, line_of, span, words
from tests.rooms import lively, match_body, material, picked, player_ids
from texts.catalogue import LANGUAGES, Language

SIDES: tuple[Faction | None, ...] = (None, *FACTIONS)
BAR = bar_box(Box(PAGE.left, PAGE.top + HEADING + 8, PAGE.right, PAGE.top + HEADING + 8 + CHANCE))
CHANCE_ROW = BAR.top + 14
"""Below the notch at the half."""


def room(**more: Any) -> MatchReport:
    return report_of(material(match_body(**more), lively()))


def with_chance(chance: float, source: str = "faceit") -> MatchReport:
    said = PredictionReport.model_validate({"faction1": chance, "source": source, "model": chance})
    return room().model_copy(update={"prediction": said})


def with_edges(**edges: float) -> MatchReport:
    """Maps with these edges in points."""
    sides = {name: MapSide(matches=120, win_rate=0.5, kd=1.0) for name in FACTIONS}
    maps = [MapReport(map=f"de_{name}", teams=sides, edge=edge / 100) for name, edge in edges.items()]
    return room().model_copy(update={"maps": maps, "advice": []})


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "report",
    [
        room(),
        room(voting=picked()),
        room(status="READY", voting=picked("de_mirage")),
        room(status="READY", voting=picked("de_mirage", "de_nuke", "de_anubis"), best_of=3),
        room(calculate_elo=False),
        finished(),
        finished(0.61, best=22),
    ],
    ids=["vote", "pool", "picked", "series", "no-elo", "finished", "foreseen"],
)
def test_every_match_is_readable(report: MatchReport, language: Language, side: Faction | None) -> None:
    canvas = check(compose(report, language=language, side=side))
    footer = {"ru": "Данные FACEIT · бот не связан с FACEIT", "en": "Data: FACEIT · not affiliated"}
    assert footer[language] in words(canvas)
    assert not any("None" in item or "nan" in item for item in words(canvas))


@pytest.mark.parametrize("chance", [0.03, 0.27, 0.5, 0.585, 0.97])
@pytest.mark.parametrize("side", SIDES)
def test_the_bar_is_split_at_the_chance(chance: float, side: Faction | None) -> None:
    canvas = check(compose(with_chance(chance), language="en", side=side))
    # The shares beside the bar have its colours.
    left, right = ([x for x in span(canvas, CHANCE_ROW, c) if BAR.left <= x < BAR.right] for c in (ONE, TWO))
    assert len(left) + len(right) == BAR.width
    share = len(left) / (len(left) + len(right))
    assert share == pytest.approx(1 - chance if side == "faction2" else chance, abs=0.01)
    assert max(left) + 1 == min(right)
    own = round(chance * 100) if side != "faction2" else 100 - round(chance * 100)
    assert [item for item in words(canvas) if item.endswith("%")][:2] == [f"{own}%", f"{100 - own}%"]


def test_the_source_of_the_chance_and_a_close_call_are_named() -> None:
    model = words(check(compose(with_chance(0.62, "model"), language="en", side=None)))
    assert {"~62%", "~38%", "~ our model"} <= set(model)
    close = with_chance(0.51)
    close = close.model_copy(update={"prediction": close.prediction.model_copy(update={"too_close": True})})
    assert "оценка FACEIT · почти поровну" in words(check(compose(close, language="ru", side=None)))


def test_without_a_chance_no_share_is_drawn() -> None:
    report = room().model_copy(update={"prediction": PredictionReport()})
    canvas = check(compose(report, language="en", side=None))
    assert "too little data for a prediction" in words(canvas)
    assert span(canvas, CHANCE_ROW, ONE) == span(canvas, CHANCE_ROW, TWO) == []


@pytest.mark.parametrize(
    "edges",
    [
        {"mirage": 8, "nuke": -4, "anubis": 2},
        {"mirage": 10, "nuke": -5, "anubis": 2.5, "inferno": -1, "dust2": 7, "ancient": 0, "cache": -9},
    ],
    ids=["three", "pool"],
)
def test_map_bars_are_as_long_as_the_edge_and_turn_with_the_side(edges: dict[str, float]) -> None:
    report = with_edges(**edges)
    most = max(abs(edge) for edge in edges.values())
    for side in SIDES:
        canvas = check(compose(report, language="ru", side=side))
        for name, points in edges.items():
            edge = -points if side == "faction2" else points
            y = line_of(canvas, name.capitalize()) + 12
            half = range(0, 640) if x_of(canvas, name) < 640 or len(edges) == 3 else range(640, 1280)
            reach = range(0, 1280) if len(edges) == 3 else half
            lit = [x for x in span(canvas, y, ONE if edge > 0 else TWO) if x in reach]
            empty = [x for x in span(canvas, y, TRACK) if x in reach]
            dark = [x for x in span(canvas, y, TWO if edge > 0 else ONE) if x in reach]
            assert dark == []
            full = (len(lit) + len(empty) + 4) / 2
            assert len(lit) == pytest.approx(abs(edge) / most * full, abs=3), name
            if lit:
                centre = (min(lit + empty) + max(lit + empty)) / 2
                assert (max(lit) < centre + 3) if edge > 0 else (min(lit) > centre - 3)


def x_of(canvas: Any, name: str) -> int:
    return int([item.box.left for item in canvas.written if item.words == name.capitalize()][-1])


def test_small_edges_look_small() -> None:
    canvas = check(compose(with_edges(mirage=1, nuke=-1), language="en", side=None))
    y = line_of(canvas, "Mirage") + 12
    assert len(span(canvas, y, ONE)) < len(span(canvas, y, TRACK)) / 5


@pytest.mark.parametrize("side", FACTIONS)
def test_the_askers_side_is_on_the_left_and_has_no_danger(side: Faction) -> None:
    canvas = check(compose(room(), language="en", side=side))
    left, right = labels_of(room(), "en", side).order
    names = {item.words: item.box.left for item in canvas.written}
    assert names["US"] < names["THEM"]
    assert names[f"team-{left}"] < 640 < names[f"team-{right}"] + 400
    assert words(canvas).count("danger") == 1
    assert words(check(compose(room(), language="en", side=None))).count("danger") == 2


@pytest.mark.parametrize("lost", [1, 5, 9])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_known_is_a_dash(lost: int, language: Language) -> None:
    gone = player_ids()[:lost]
    missing = [MissingData(player_id=i, what="player", code="transient") for i in gone]
    report = report_of(material(players={i: PlayerMaterial() for i in gone}, missing=missing))
    canvas = check(compose(report, language=language, side=None))
    assert words(canvas).count("–") >= 2 * lost


def test_placement_matches_are_said() -> None:
    report = room()
    new = report.teams[0].players[0].model_copy(update={"elo": None, "calibrating": True})
    team = report.teams[0].model_copy(update={"players": [new, *report.teams[0].players[1:]]})
    shown = report.model_copy(update={"teams": [team, report.teams[1]]})
    assert "калибр." in words(check(compose(shown, language="ru", side=None)))
    assert "0" not in words(check(compose(shown, language="ru", side=None)))


def test_nothing_worth_a_picture_gives_none() -> None:
    for status in ("CANCELLED", "ABORTED"):
        assert draw(room(status=status), language="ru", side=None) is None
    unknown = report_of(material(players={i: PlayerMaterial() for i in player_ids()}))
    assert draw(unknown, language="ru", side=None) is None


def test_a_finished_match_shows_score_figures_and_verdicts() -> None:
    report = finished(0.61, best=22)
    assert report.review is not None
    canvas = check(compose(report, language="en", side=None))
    shown = words(canvas)
    assert f"{report.review.score['faction1']} : {report.review.score['faction2']}" in shown
    player = report.review.players[0]
    assert f"{player.kills}–{player.deaths} · ADR {round(player.adr or 0)}" in shown
    assert f"{player.average_kd:.2f}" in shown
    assert "danger" not in shown
    assert any("the prediction was" in item for item in shown)


def test_every_map_of_a_series_has_its_rounds() -> None:
    report = finished()
    assert report.review is not None
    scores = [{"faction1": 13, "faction2": 5}, {"faction1": 4, "faction2": 13}, {"faction1": 16, "faction2": 14}]
    maps = [{"map": code, "score": score} for code, score in zip(("de_nuke", "de_cache", None), scores, strict=True)]
    series = type(report.review).model_validate({**report.review.model_dump(), "maps": maps})
    canvas = check(compose(report.model_copy(update={"review": series}), language="en", side="faction2"))
    assert {"Nuke", "Cache", "?", "5 : 13", "13 : 4", "14 : 16"} <= set(words(canvas))


def test_a_result_without_statistics_keeps_the_line_ups() -> None:
    report = finished()
    assert report.review is not None
    bare = report.model_copy(update={"review": report.review.model_copy(update={"players": [], "maps": []})})
    assert "Elo" in words(check(compose(bare, language="ru", side=None)))


def test_the_file_is_the_canvas() -> None:
    canvas = compose(room(), language="ru", side=None)
    assert canvas is not None
    assert check_png(draw(room(), language="ru", side=None)).tobytes() == canvas.image.tobytes()
