"""Figures were stated, and shrunk, over more matches than carry them: ADR in 3 of 20 games read "over 20 matches"."""

import pytest

from analysis.danger import shrunk_adr, shrunk_kd
from analysis.material import PlayerMaterial
from analysis.reasons import reasons_of
from analysis.report import Form, MatchReport
from analysis.review.usual import usual_of
from analysis.subject import Subject, subjects_of
from faceit.models import GameStats, LifetimeStats
from reports.details import details_block
from reports.labels import labels_of
from reports.player import render as render_player
from tests.player_files import file_of, history, player_report
from tests.reports.cards import check, report_of
from tests.rooms import NOW, game, lifetime, material, person, segment
from texts.catalogue import LANGUAGES, Language


def some(count: int, carrying: int, **figures: str) -> list[GameStats]:
    """`count` games of which the newest `carrying` have the figures, the others lack them."""
    absent = dict.fromkeys(figures)
    return [game(f"1-{i}", **(figures if i < carrying else absent)) for i in range(count)]


def subject(found: PlayerMaterial) -> Subject:
    return subjects_of(material(players={"p1": found}), NOW)[0]


def reason(found: Subject, code: str) -> dict[str, object]:
    return next(dict(r.args) for r in reasons_of(found, code=None, elo=None) if r.code == code)


def test_adr_counts_the_matches_that_carry_one() -> None:
    seen = subject(person("p1").model_copy(update={"games": some(20, 3, ADR="120")}))
    assert (seen.form.matches, seen.form.adr_matches, seen.form.kd_matches) == (20, 3, 20)
    assert shrunk_adr(seen) == pytest.approx((3 * 120 + 10 * 79) / 13)
    assert reason(seen, "adr-high") == {"adr": 120.0, "matches": 3}


def test_kd_counts_the_matches_that_carry_one() -> None:
    seen = subject(person("p1").model_copy(update={"games": some(20, 6, Kills="30", Deaths="15")}))
    assert shrunk_kd(seen) == pytest.approx((6 * 2.0 + 20 * 1.0) / 26)
    assert reason(seen, "kd-high") == {"kd": 2.0, "matches": 6}
    assert usual_of(seen).matches == 6


def test_a_record_of_games_is_shrunk_by_those_that_carry_it() -> None:
    seen = subject(PlayerMaterial(games=some(40, 10, Kills="30", Deaths="15")))
    assert seen.record is not None
    assert seen.record.kd == pytest.approx((10 * 2.0 + 20) / 30)
    assert seen.record.on_map("de_mirage").kd == pytest.approx((10 * 2.0 + 40 * seen.record.kd) / 50)


def test_a_trend_needs_fifty_that_carry_a_kd_on_either_side() -> None:
    full = [game(f"1-{i}", Kills=str(20 + i % 2)) for i in range(10)] + [game(f"1-n{i}", Kills=None) for i in range(40)]
    old = [game(f"1-o{i}", Kills=str(8 + i % 2)) for i in range(50)]
    codes = [
        r.code for r in reasons_of(subject(person("p1").model_copy(update={"games": full + old})), code=None, elo=None)
    ]
    assert "form-hot" not in codes


def with_mean(average: str) -> LifetimeStats:
    body = {"lifetime": {"Matches": "500", "Wins": "250", "Average K/D Ratio": average}, "segments": []}
    return LifetimeStats.model_validate(body)


def test_faceits_mean_of_ratios_is_called_so() -> None:
    seen = subject(PlayerMaterial(lifetime=with_mean("1.40")))
    assert shrunk_kd(seen) == pytest.approx((500 * 1.344 + 20) / 520)
    assert reason(seen, "kd-mean-high") == {"kd": 1.4, "matches": 500}
    low = subject(PlayerMaterial(lifetime=with_mean("0.80")))
    assert reason(low, "kd-mean-low") == {"kd": 0.8, "matches": 500}
    usual = usual_of(seen)
    assert usual.average_kd is None
    assert usual.kd == pytest.approx((500 * 1.344 + 20) / 520)


def test_sums_of_the_segments_count_the_matches_of_the_segments() -> None:
    seen = subject(PlayerMaterial(lifetime=lifetime(segment("Mirage", 300, 1.4), Total_Matches="300")))
    assert reason(seen, "kd-high") == {"kd": 1.4, "matches": 300}


def card(form: Form) -> MatchReport:
    report = report_of(material())
    team = report.teams[0]
    first = team.players[0].model_copy(update={"form": form})
    return report.model_copy(update={"teams": [team.model_copy(update={"players": [first]}), report.teams[1]]})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_of_a_player_names_the_smaller_sample(language: Language) -> None:
    report = card(Form(matches=20, kd=1.1, adr=120.0, win_rate=0.5, kd_matches=20, adr_matches=3))
    line = next(s for s in details_block(report, labels_of(report, language, None)).lines if "nick-p1" in s)
    assert "K/D 1.10, ADR 120 (n 3)," in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_players_own_report_tells_in_how_many_matches_adr_was_there(language: Language) -> None:
    games = [*history(3), *history(40, ADR=None)[3:]]
    text = check(render_player(player_report(file_of(games)), language=language))
    said = (
        "ADR есть не у всех матчей: 3/10, 3/20, 3/40"
        if language == "ru"
        else "Not every match has ADR: 3/10, 3/20, 3/40"
    )
    assert said in text
    assert "ADR:" not in check(render_player(player_report(file_of(history(40))), language=language))
