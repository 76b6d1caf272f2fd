"""The card: order, limits, sides, honesty."""

import re

import pytest

from analysis.material import MissingData, PlayerMaterial
from analysis.report import MatchReport
from reports.match import render, with_texts
from reports.parts import length
from tests.reports.cards import check, finished, report_of
from tests.rooms import lively, match_body, material, picked, player_ids
from texts.catalogue import LANGUAGES, Language


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
    assert "Elo: A ~+21 / ~−29 · B ~+29 / ~−21" in theirs


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
    assert "✅ Прогноз FACEIT (60% на \u2068dupane89\u2069) сбылся" in shown
    assert "xidusha92\u2069 (B) · K/D 1.53 (~1.00), ADR 93, рейтинг ~1.34 · обычное за 420 матчей" in shown
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


def test_a_danger_without_a_single_reason_still_shows_figures() -> None:
    report = report_of(material(match_body(), lively()))
    best = report.teams[0].players[0].model_copy(update={"reasons": []})
    bare = best.model_copy(update={"form": best.form.model_copy(update={"kd": None})})
    for player, words in ((best, "K/D 1.47 и ADR 89 за 20 матчей"), (bare, "всего понемногу выше среднего")):
        team = report.teams[0].model_copy(update={"players": [player]})
        shown = check(render(report.model_copy(update={"teams": [team, report.teams[1]]}), language="ru"))
        assert words in shown


def test_who_is_known_in_part_is_not_called_missing() -> None:
    room = material(missing=[MissingData(player_id="p4", what="lifetime", code="transient")])
    shown = check(render(report_of(room), language="ru"))
    assert "Неполные данные: \u2068nick-p4\u2069" in shown
    assert "Не удалось" not in shown


def test_a_series_shows_its_maps() -> None:
    report = finished()
    assert report.review is not None
    played = [report.review.maps[0], report.review.maps[0].model_copy(update={"map": "de_nuke"})]
    series = report.model_copy(update={"review": report.review.model_copy(update={"maps": played})})
    assert "Inferno 13:10, Nuke 13:10" in check(render(series, language="ru"))
    assert "Inferno 10:13, Nuke 10:13" in check(render(series, language="ru", side="faction2"))
