"""The card of a finished match: who foresaw it, how it went, who played above or below the usual."""

import re
from datetime import timedelta
from typing import Any

import pytest

from analysis.material import MissingData
from analysis.report import MatchReport, PlayedMap, Review, ReviewPlayer
from analysis.review.turning import turning
from reports.match import render, with_texts
from reports.parts import length
from tests.analysis.test_earlier_prediction import earlier
from tests.analysis.test_earlier_prediction import report_of as foreseen
from tests.analysis.test_review_truth import before, halves, played, review_of
from tests.reports.cards import check, finished, report_of
from tests.rooms import NOW, match_body, material
from texts.catalogue import LANGUAGES, Language


def shown(report: MatchReport, language: Language = "ru", side: str | None = None) -> str:
    return check(render(report, language=language, side=side)).replace("\u2068", "").replace("\u2069", "")


def went(*maps: PlayedMap) -> MatchReport:
    report = finished()
    assert report.review is not None
    return report.model_copy(
        update={"review": report.review.model_copy(update={"maps": [*maps], "turned": turning(maps)})}
    )


@pytest.mark.parametrize(
    ("stored", "side", "words"),
    [
        (earlier(0.6), None, "✅ Наш прогноз до начала (~60% на team-faction1) сбылся"),
        (earlier(0.4), None, "❌ Наш прогноз до начала (~60% на team-faction2) не сбылся"),
        (earlier(0.6, source="faceit"), "faction1", "✅ Прогноз FACEIT (60% на нас) сбылся"),
        (earlier(0.3, source="faceit"), "faction1", "❌ Прогноз FACEIT (70% на них) не сбылся"),
        (earlier(0.51, too_close=True), None, "До игры шансы были почти равны: 51% : 49% · ~ наша модель"),
        (earlier(0.6, source="faceit", model=0.55), "faction2", "Наша модель: ~45% : 55%"),
        (None, None, "Прогноза до начала не было"),
    ],
)
def test_what_was_said_before_the_start(stored: Any, side: str | None, words: str) -> None:
    assert words in shown(foreseen(stored), side=side)


def test_without_a_winner_nothing_is_judged() -> None:
    words = shown(foreseen(earlier(0.6), results={}))
    assert "До игры шансы были 60% : 40% · ~ наша модель" in words
    assert "Победитель пока неизвестен" in words


@pytest.mark.parametrize(
    ("played_map", "side", "words"),
    [
        (halves((8, 4), (5, 6), openings=(16, 7)), None, "Первые дуэли: A 16 из 23"),
        (halves((8, 4), (5, 6), openings=(16, 7)), "faction2", "Первые дуэли: они 16 из 23"),
        (halves((4, 8), (9, 2)), "faction1", "Камбэк (мы): первая половина 4:8, вторая 9:2"),
        (halves((9, 3), (4, 2)), None, "Первая половина: A 9:3"),
        (halves((6, 6), (0, 7)), None, "Вторая половина: B 7:0"),
        (halves((6, 6), (6, 6), (4, 2)), None, "Дополнительное время: A 4:2"),
    ],
)
def test_how_it_went(played_map: PlayedMap, side: str | None, words: str) -> None:
    said = shown(went(played_map), side=side)
    assert f"Ход игры\n{words}" in said


def test_where_nothing_stood_out_nothing_is_said() -> None:
    assert "Ход игры" not in shown(went(halves((8, 4), (5, 6), openings=(12, 11))))


def test_every_map_of_a_series_has_its_line() -> None:
    two = halves((6, 6), (6, 6), (4, 2), openings=(14, 16)).model_copy(update={"map": "3070284539"})
    report = went(halves((9, 3), (4, 2), openings=(10, 8)), two, PlayedMap(), PlayedMap(score={"faction1": 1}))
    words = shown(report, side="faction2")
    assert "Nuke. Первая половина: они 9:3" in words
    assert "3070284539. Дополнительное время: они 4:2" in words
    assert "Nuke 5:13 (3:9, 2:4) · первые дуэли 8:10" in words
    assert "3070284539 14:16 (6:6, 6:6) · доп. время 2:4 · первые дуэли 16:14" in words
    only = went(PlayedMap.model_validate({"map": "de_nuke", "score": {"faction1": 13, "faction2": 1}}))
    assert "Nuke 13:1\n" in shown(only)


def test_a_player_beside_his_usual() -> None:
    mine = {"Kills": "30", "ADR": "120.4", "1v1Count": "3", "1v1Wins": "2", "1v2Count": "1"}
    words = shown(review_of(played((8, 5, 0), (4, 5, 0), "de_nuke", p1=mine), people={"p1": before()}))
    # usual K/D (50·1.2 + 20)/70 = 1.14, ADR (50·90 + 10·79)/60 = 88.2; entries (216 + 250)/(434 + 400) = .56
    rating = 1.015 + (0.468 * 30 - 0.751 * 15 + 0.059 * 4) / 22 + 0.0037 * 120.4
    # usual rating (50·1.227 + 30·1.105)/80 = 1.18; 1v1 (359 + 50)/(945 + 100) = .39, 1v2 (118 + 6)/(559 + 60) = .20
    usual = 1.015 + (0.468 * 18 - 0.751 * 15 + 0.059 * 3) / 22 + 0.0037 * 90
    usual = (50 * usual + 30 * 1.105) / 80
    figures = f"K/D 2.00 (~1.14), ADR 120 (~88), рейтинг ~{rating:.2f} (~{usual:.2f})"
    assert f"nick-p1 (A) · {figures} · обычное за 50 матчей" in words
    assert f"nick-p1 · 30–15–4, ADR 120, ~{rating:.2f} (~{usual:.2f})" in words
    assert "└ дуэли 2/4 (~56%) · 1v1 2/3 (~39%) · 1v2 0/1 (~20%) · гранаты 4.0 (5.0) · флешки 0.50" in words
    assert "оценка рейтинга FACEIT, ± 0.11" in words
    assert "HLTV" not in words


def test_figures_that_are_missing_leave_no_trace() -> None:
    report = finished()
    assert report.review is not None
    bare = [ReviewPlayer(player_id=f"x{i}", nickname=f"x{i}", faction="faction1") for i in range(2)]
    said = shown(report.model_copy(update={"review": Review(players=[*bare])}))
    assert "x0 · –––––, ADR –" in said.replace("– – –", "–––––")
    assert "└" not in said
    assert "оценка" not in said
    assert "около своего обычного" not in said


def test_a_kept_report_without_shrunk_figures_is_still_shown() -> None:
    old = ReviewPlayer(
        player_id="x", nickname="x", faction="faction1", kd=2.0, average_kd=1.1, average_matches=9, verdict="above"
    )
    report = finished()
    assert report.review is not None
    review = report.review.model_copy(update={"players": [old]})
    assert "x (A) · K/D 2.00 (~1.10) · обычное за 9 матчей" in shown(report.model_copy(update={"review": review}))


def test_a_player_is_listed_for_adr_or_rating_alone() -> None:
    by_adr = {"ADR": "115"}
    words = shown(review_of(played((8, 5, 0), (4, 5, 0), "de_nuke", p1=by_adr), people={"p1": before()}))
    assert "Выше своего обычного" in words and "nick-p1 (A) · K/D 1.00 (~1.14), ADR 115 (~88)" in words
    lively = before()
    varied = [g.model_copy(update={"kills": 18 + i % 2}) for i, g in enumerate(lively.games or [])]
    people = {"p1": lively.model_copy(update={"games": varied})}
    by_rating = {"Kills": "11", "Deaths": "14", "ADR": "75"}
    report = review_of(played((8, 5, 0), (4, 5, 0), "de_nuke", p1=by_rating), people=people)
    assert report.review is not None
    line = next(p for p in report.review.players if p.player_id == "p1")
    assert line.verdicts == {"kd": "about", "adr": "about", "rating": "below"}
    assert "Ниже своего обычного" in shown(report) and "nick-p1 (A) · K/D 0.79 (~" in shown(report)


def test_the_usual_names_a_smaller_sample_of_its_own() -> None:
    games = [g if i < 6 else g.model_copy(update={"adr": None}) for i, g in enumerate(before().games or [])]
    people = {"p1": before().model_copy(update={"games": games})}
    words = shown(review_of(played((8, 5, 0), (4, 5, 0), "de_nuke", p1={"Kills": "30"}), people=people))
    # usual ADR (6·90 + 10·79)/16 = 83
    assert "K/D 2.00 (~1.14), ADR 80 (~83, n 6), рейтинг ~" in words


def test_all_about_as_usual_is_said() -> None:
    assert "Все сыграли около своего обычного" in shown(review_of(played((8, 5, 0), (4, 5, 0), "de_nuke")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("side", [None, "faction1", "faction2"])
def test_the_longest_series_stays_in_one_part(language: Language, side: str | None) -> None:
    maps = [
        played((6, 6, 4), (6, 6, 2), code) for code in ("de_nuke", "de_mirage", "de_cache", "de_inferno", "de_dust2")
    ]
    parts = render(review_of(*maps, people={f"p{i}": before() for i in range(1, 11)}), language=language, side=side)
    check(parts)
    assert len(parts) == 1
    assert length(parts[0]) < 3500


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_of_what_turned_it_are_filled_on_demand(language: Language) -> None:
    report = went(halves((4, 8), (9, 2), openings=(20, 3)), halves((6, 6), (6, 6), (4, 2)), halves((9, 3), (4, 2)))
    said = with_texts(report, language)
    assert said.review is not None and report.review is not None
    assert [turn.text is None for turn in report.review.turned] == [True] * 4
    assert all(turn.text and "dupane89" in turn.text for turn in said.review.turned)
    assert not any(re.search(r"[<>{}]", turn.text or "") for turn in said.review.turned)


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        ("MANUAL_RESULT", "faceit-not-found", "Результат внесли вручную, статистики нет"),
        ("FINISHED", "faceit-unavailable", "Статистику матча получить не удалось"),
        ("FINISHED", "faceit-not-found", "Статистика матча ещё не готова"),
    ],
)
def test_why_there_are_no_statistics(status: str, code: str, words: str) -> None:
    begun = int((NOW - timedelta(hours=1)).timestamp())
    body = match_body(status=status, started_at=begun, finished_at=begun + 9, results={"winner": "faction1"})
    assert words in shown(report_of(material(body, missing=[MissingData(what="match_stats", code=code)])))


def test_a_cancelled_match_with_a_result() -> None:
    report = report_of(material(match_body(status="CANCELLED", results={"winner": "faction2"})))
    words = shown(report)
    assert "FACEIT записал результат" in words
    assert "Победа: team-faction2" in words
