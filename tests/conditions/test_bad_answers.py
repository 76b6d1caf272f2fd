"""Every way FACEIT can answer: on one call the report goes on, on the match itself the person is told what to do."""

import pytest
from structlog.testing import capture_logs

from analysis.report import MatchReport
from bot.answers import error_text
from errors import PermanentError, TransientError
from faceit.errors import FaceitError, FaceitKeyRejectedError
from sandbox.faceit import FaceitStandIn
from sandbox.faceit.options import FaultKind
from settings import Settings
from tests.conditions.analysing import analyse, card, line_with
from texts.catalogue import LANGUAGES

TOLD: dict[FaultKind, tuple[str, str]] = {
    FaultKind.HTML_403: ("faceit-blocked", "Повторите через несколько минут"),
    FaultKind.UNAUTHORIZED: ("faceit-key", "владельцу бота"),
    FaultKind.FORBIDDEN: ("faceit-key", "владельцу бота"),
    FaultKind.NOT_FOUND: ("faceit-not-found", "ссылка скопирована целиком"),
    FaultKind.TOO_MANY: ("faceit-rate-limited", "Повторите через пару минут"),
    FaultKind.TOO_MANY_RETRY_AFTER: ("faceit-rate-limited", "Повторите через пару минут"),
    FaultKind.SERVER_ERROR: ("faceit-unavailable", "Повторите через несколько минут"),
    FaultKind.UNAVAILABLE: ("faceit-unavailable", "Повторите через несколько минут"),
    FaultKind.TIMEOUT: ("faceit-unavailable", "Повторите через несколько минут"),
    FaultKind.CUT: ("faceit-unavailable", "Повторите через несколько минут"),
    FaultKind.NOT_JSON: ("faceit-unavailable", "Повторите через несколько минут"),
    FaultKind.OTHER_SHAPE: ("faceit-shape", "попробуйте позже"),
}
PERMANENT = {FaultKind.UNAUTHORIZED, FaultKind.FORBIDDEN, FaultKind.NOT_FOUND, FaultKind.OTHER_SHAPE}
STOPS_THE_LINE = {FaultKind.TOO_MANY, FaultKind.TOO_MANY_RETRY_AFTER}
"""A 429 holds up every call of the key: here it comes once."""

each = pytest.mark.parametrize("kind", list(FaultKind))


def ready(faceit: FaceitStandIn) -> str:
    """Id of a match about to start."""
    return faceit.league.scenarios["ready"]


def seated(faceit: FaceitStandIn, scenario: str = "ready") -> list[tuple[str, str]]:
    """Id and nickname of everybody in a match."""
    match = faceit.league.matches[faceit.league.scenarios[scenario]]
    return [(seat.player.player_id, seat.player.nickname) for faction in match.factions for seat in faction.roster]


def gaps(report: MatchReport) -> set[tuple[str | None, str]]:
    """Whose data, and what of it, is missing."""
    return {(item.player_id, item.what) for item in report.coverage.missing}


@each
def test_on_the_match_call(faceit: FaceitStandIn, settings: Settings, kind: FaultKind) -> None:
    faceit.configure(faults=[{"path": "/matches/", "kind": kind}])
    with pytest.raises(FaceitError) as caught:
        analyse(settings, faceit, ready(faceit))
    code, what_to_do = TOLD[kind]
    assert caught.value.code == code
    assert isinstance(caught.value, PermanentError if kind in PERMANENT else TransientError)
    assert what_to_do in error_text("ru", caught.value)
    assert error_text("en", caught.value) != error_text("ru", caught.value)
    assert faceit.calls()["total"] <= 2


@each
def test_on_every_call_of_one_player(faceit: FaceitStandIn, settings: Settings, kind: FaultKind) -> None:
    player, nickname = seated(faceit)[0]
    times = {"times": 1} if kind in STOPS_THE_LINE else {}
    faceit.configure(faults=[{"path": f"/players/{player}", "kind": kind, **times}])
    report = analyse(settings, faceit, ready(faceit))
    words = {language: card(report, language) for language in LANGUAGES}
    assert line_with("📊", words["ru"])
    if kind in STOPS_THE_LINE:
        assert gaps(report) == {(player, "player")}
        assert line_with("Неполные данные", words["ru"]) == f"Неполные данные: {nickname}"
    else:
        assert report.coverage.players == (9, 10)
        assert gaps(report) == {(player, "player"), (player, "lifetime"), (player, "games")}
        assert line_with("Не удалось получить", words["ru"]) == f"Не удалось получить: {nickname}"
        assert line_with("Could not get", words["en"]) == f"Could not get: {nickname}"
        assert line_with(f"{nickname} ·", words["ru"]).endswith("нет статистики")
        assert {item.code for item in report.coverage.missing} == {TOLD[kind][0]}


@pytest.mark.parametrize(("part", "what"), [("$", "player"), ("/stats/cs2", "lifetime"), ("/games/cs2", "games")])
@pytest.mark.parametrize("kind", [FaultKind.OTHER_SHAPE, FaultKind.FORBIDDEN, FaultKind.SERVER_ERROR])
def test_on_one_call_of_one_player(
    faceit: FaceitStandIn, settings: Settings, kind: FaultKind, part: str, what: str
) -> None:
    player, nickname = seated(faceit)[3]
    faceit.configure(faults=[{"path": f"/players/{player}{part}", "kind": kind}])
    report = analyse(settings, faceit, ready(faceit))
    assert gaps(report) == {(player, what)}
    assert f"Неполные данные: {nickname}" in card(report, "ru")
    assert f"Incomplete data: {nickname}" in card(report, "en")
    person = next(p for team in report.teams for p in team.players if p.player_id == player)
    assert (person.elo is None) is (what == "player") and not person.calibrating
    assert person.danger is not None


@pytest.mark.parametrize("kind", [FaultKind.UNAVAILABLE, FaultKind.CUT])
def test_what_passes_at_once_is_not_even_missed(faceit: FaceitStandIn, settings: Settings, kind: FaultKind) -> None:
    faceit.configure(faults=[{"path": "/matches/", "kind": kind, "times": 1}])
    report = analyse(settings, faceit, ready(faceit))
    assert report.coverage.missing == [] and report.coverage.players == (10, 10)
    assert report.api_calls == 32


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (FaultKind.NOT_FOUND, ("Статистика матча ещё не готова", "Match statistics are not ready yet")),
        (FaultKind.OTHER_SHAPE, ("Статистику матча получить не удалось", "Match statistics could not be had")),
        (FaultKind.FORBIDDEN, ("Статистику матча получить не удалось", "Match statistics could not be had")),
    ],
)
def test_on_the_statistics_of_a_finished_match(
    faceit: FaceitStandIn, settings: Settings, kind: FaultKind, words: tuple[str, str]
) -> None:
    faceit.configure(faults=[{"path": "/matches/.*/stats", "kind": kind}])
    report = analyse(settings, faceit, faceit.league.scenarios["finished"])
    assert gaps(report) == {(None, "match_stats")}
    assert report.review is not None and report.review.winner is not None
    for language, said in zip(LANGUAGES, words, strict=True):
        assert said in card(report, language)


@pytest.mark.parametrize("kind", [FaultKind.SERVER_ERROR, FaultKind.HTML_403, FaultKind.NOT_JSON, FaultKind.FORBIDDEN])
def test_on_most_players_the_error_is_worth_more_than_the_report(
    faceit: FaceitStandIn, settings: Settings, kind: FaultKind
) -> None:
    lost = "|".join(player for player, _ in seated(faceit)[:6])
    faceit.configure(faults=[{"path": f"/players/({lost})", "kind": kind}])
    with pytest.raises(FaceitError) as caught:
        analyse(settings, faceit, ready(faceit))
    assert caught.value.code == TOLD[kind][0]


def test_a_key_revoked_in_mid_run_stops_the_asking(faceit: FaceitStandIn, settings: Settings) -> None:
    faceit.configure(faults=[{"path": "/players/", "kind": "401"}])
    with pytest.raises(FaceitKeyRejectedError):
        analyse(settings, faceit, ready(faceit))
    assert faceit.calls()["total"] == 1 + 10


def test_all_players_of_another_shape_leave_faceits_own_chance(faceit: FaceitStandIn, settings: Settings) -> None:
    faceit.configure(faults=[{"path": "/players/", "kind": "other_shape"}])
    with capture_logs() as lines:
        report = analyse(settings, faceit, ready(faceit))
    words = card(report, "ru")
    assert report.coverage.players == (0, 10) and "Игроков с данными: 0/10" in words
    assert "оценка FACEIT" in line_with("📊", words) and "модель" not in words
    assert "и ещё 5" in line_with("Не удалось получить", words)
    shapes = [line for line in lines if line["event"] == "faceit.other_shape"]
    assert len(shapes) == 30 and {line["log_level"] for line in shapes} == {"error"}


@pytest.mark.parametrize("kind", [FaultKind.UNAUTHORIZED, FaultKind.FORBIDDEN])
def test_operators_read_why_the_key_was_rejected_and_never_the_key(
    faceit: FaceitStandIn, settings: Settings, kind: FaultKind
) -> None:
    faceit.configure(faults=[{"kind": kind}])
    with capture_logs() as lines, pytest.raises(FaceitKeyRejectedError):
        analyse(settings, faceit, ready(faceit))
    line = next(line for line in lines if line["event"] == "faceit.key_rejected")
    assert (line["log_level"], line["status"], line["setting"]) == ("error", int(kind), "FACEIT_API_KEY")
    assert line["said"] and line["path"] == "/matches/{match_id}"
    assert settings.faceit_api_key.get_secret_value() not in repr(lines)


def test_no_key_at_all_is_told_as_a_rejected_one(faceit: FaceitStandIn, settings: Settings) -> None:
    faceit.configure(key="another-key")
    with pytest.raises(FaceitKeyRejectedError) as caught:
        analyse(settings, faceit, ready(faceit))
    assert "владельцу бота" in error_text("ru", caught.value)
