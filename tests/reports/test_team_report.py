"""The report of a line-up in words: within Telegram's limits, names made safe, every figure with its matches."""

import pytest

from analysis.material import MissingData, PlayerMaterial
from analysis.team.advice import TEAM_ADVICE
from analysis.team.assemble import compose
from analysis.team.lineup import lineup_of
from analysis.team.material import TeamFile
from analysis.team.report import TeamLineupReport
from analysis.team.together import together_of
from faceit.models import HistoryMatch, Player
from reports.plain import plain
from reports.team import render, with_texts
from sandbox.faceit.names import HOSTILE_NAMES
from tests.player_files import EXTENDED
from tests.reports.cards import check
from tests.rooms import NOW, POOL, games, lifetime, segment
from texts.catalogue import LANGUAGES, Language, has_text

MARKS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200b\u200e\u200f")
"""Direction and zero-width marks."""

NAMES = ("ann", "bob", "carl", "dora", "emil")


def member(nickname: str, **maps: tuple[int, float, float]) -> PlayerMaterial:
    """A sniper with 60 even matches a map, but those given."""
    games_of = {"cs2": {"faceit_elo": 1500, "skill_level": 7}}
    account = Player.model_validate({"player_id": f"id-{nickname}", "nickname": nickname, "games": games_of})
    rows = {**dict.fromkeys((code.removeprefix("de_") for code in POOL), (60, 1.0, 0.5)), **maps}
    stats = lifetime(*(segment(label, *row) for label, row in rows.items()), **EXTENDED)
    return PlayerMaterial(player=account, lifetime=stats, games=games(nickname))


def bare(nickname: str) -> PlayerMaterial:
    """Somebody of whom nothing but the account is known."""
    games_of = {"cs2": {"faceit_elo": 0, "skill_level": 0}}
    return PlayerMaterial(
        player=Player.model_validate({"player_id": f"id-{nickname}", "nickname": nickname, "games": games_of})
    )


def shared(*nicknames: str, count: int = 20, wins: int = 14) -> list[HistoryMatch]:
    """Matches that these played on one side."""
    teams = {"faction1": [f"id-{one}" for one in nicknames], "faction2": ["else"]}
    return [
        HistoryMatch(
            match_id=f"1-{'-'.join(nicknames)}-{i}",
            status="FINISHED",
            teams=teams,
            winner="faction1" if i < wins else "faction2",
        )
        for i in range(count)
    ]


def report_of(
    *members: PlayerMaterial,
    matches: list[HistoryMatch] | None = None,
    missing: list[MissingData] | None = None,
    hidden: int = 0,
) -> TeamLineupReport:
    players = {one.player.player_id: one for one in members if one.player}
    file = TeamFile(players=players, missing=missing or [], hidden=hidden, fetched_at=NOW)
    result = together_of(list(players), [] if matches is None else [matches])
    return compose(file, lineup_of(file, POOL), result, now=NOW, api_calls=20)


def full() -> TeamLineupReport:
    strong = {"mirage": (200, 1.3, 0.6), "nuke": (90, 0.7, 0.4), "cache": (2, 1.0, 0.5)}
    matches = [*shared(*NAMES), *shared("ann", "bob", count=3, wins=1)]
    return report_of(*(member(name, **strong) for name in NAMES), matches=matches)


def told(report: TeamLineupReport, language: Language) -> str:
    check(render(report, language=language))
    return "\n".join(plain(part) for part in render(report, language=language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_report_says_everything_with_its_matches(language: Language) -> None:
    words = told(full(), language)
    for name in NAMES:
        assert name in words
    lines = {
        "ru": [
            "Состав · 5 игроков · в среднем 1500 Elo",
            "Mirage  1000  59% 1.26 5/5",
            "Домашняя карта: Mirage — K/D ~1.26",
            "Постоянный бан: Nuke — K/D ~0.81",
            "Почти не играют: Cache — 10 матчей на всех",
            "Снайперов сразу 5",
            "снайпер: 18% убийств за 400 матчей",
            "Все на одной стороне: побед 14 из 20 (70%, ~53%)",
            "ann + bob: побед 15 из 23 (65%, ~52%)",
            "Игроков с данными: 5/5",
        ],
        "en": [
            "Line-up · 5 players · average 1500 Elo",
            "Mirage  1000  59% 1.26 5/5",
            "Home map: Mirage — K/D ~1.26",
            "Permanent ban: Nuke — K/D ~0.81",
            "Hardly played: Cache — 10 matches between all of them",
            "5 snipers at once",
            "sniper: 18% of kills over 400 matches",
            "All on one side: won 14 of 20 (70%, ~53%)",
            "ann + bob: won 15 of 23 (65%, ~52%)",
            "Players with data: 5/5",
        ],
    }[language]
    for line in lines:
        assert line in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_missing_is_said_with_the_reason(language: Language) -> None:
    missing = [
        MissingData(player_id="id-bob", what="lifetime", code="faceit-not-found"),
        MissingData(player_id="id-carl", what="lifetime", code="faceit-unavailable"),
        MissingData(player_id="id-carl", what="games", code="faceit-unavailable"),
        MissingData(player_id="id-ann", what="history", code="faceit-unavailable"),
    ]
    words = told(report_of(member("ann"), bare("bob"), bare("carl"), missing=missing, hidden=1), language)
    hidden, failed, part, people = {
        "ru": ("Статистики не видно (скрыта или матчей нет): bob", "Статистику получить не удалось: carl",
               "ann: не удалось получить список матчей", "Один игрок попросил его не разбирать"),
        "en": ("No statistics to be seen (hidden, or no matches): bob", "Statistics could not be had: carl",
               "ann: could not get the match list", "One player asked not to be analysed"),
    }[language]  # fmt: skip
    for line in (hidden, failed, part, people):
        assert line in words
    assert "1/4" in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_is_never_a_number(language: Language) -> None:
    words = told(report_of(bare("bob"), bare("carl"), matches=[]), language)
    assert "0%" not in words and "~" not in words.replace("~ ", "")
    unknown = told(report_of(bare("bob"), bare("carl")), language)
    assert {"ru": "Списки матчей получить не удалось", "en": "The match lists could not be had"}[language] in unknown


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_that_bite_stay_names(language: Language) -> None:
    for start in range(0, len(HOSTILE_NAMES), 5):
        names = HOSTILE_NAMES[start : start + 5]
        words = told(report_of(*(member(name, mirage=(200, 1.5, 0.7)) for name in names)), language)
        assert MARKS.isdisjoint(words) and words.count("Mirage") >= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_players_have_no_list_of_pairs(language: Language) -> None:
    words = told(report_of(member("ann"), member("bob"), matches=shared("ann", "bob")), language)
    assert {"ru": "Пары", "en": "Pairs"}[language] not in words
    assert {"ru": "побед 14 из 20", "en": "won 14 of 20"}[language] in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statement_has_its_text(language: Language) -> None:
    assert all(has_text(language, f"team-advice-{code}") for code in TEAM_ADVICE)
    report = with_texts(full(), language)
    assert {item.code for item in report.advice} == {"home", "ban", "unplayed", "awp-many"}
    assert all(item.text for item in report.advice)
    assert all(player.role_reason and player.role_reason.text for player in report.players)


def test_old_data_is_said_to_be_old() -> None:
    words = "\n".join(plain(part) for part in render(full(), language="en", age_s=600))
    assert "10 min old" in words
