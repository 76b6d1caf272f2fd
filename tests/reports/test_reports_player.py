"""The player report in words: order, honesty, limits."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from analysis.material import MissingData
from analysis.player.percentile import Percentile
from analysis.player.report import AfterLoss, PlayerReport, Streak, Trend, Tried
from analysis.player.standing import JUDGED
from analysis.report import Statement
from faceit.models import Ban, Player
from reports.parts import LIMIT, length
from reports.player import render, with_texts
from reports.player_points import point_text
from tests.player_files import EXTENDED, career, file_of, history, player_report
from tests.reports.cards import Checker, check
from tests.rooms import NOW, lifetime, segment
from texts.catalogue import FOLDER, LANGUAGES, Language, text

ROOT = Path(__file__).parent.parent.parent


def full() -> PlayerReport:
    return player_report(file_of(history(100), career()))


def shown(report: PlayerReport, language: Language = "ru") -> str:
    return check(render(report, language=language))


def unplaced(nickname: str = "n") -> Player:
    games = {"cs2": {"faceit_elo": 0, "skill_level": 0}}
    return Player.model_validate({"player_id": "p1", "nickname": nickname, "games": games})


@pytest.mark.parametrize(
    ("language", "order"),
    [
        (
            "ru",
            [
                "nick-p1",
                "До уровня 9",
                "Форма",
                "Тренд",
                "Карты",
                "Роль",
                "Серии",
                "Сильные",
                "Подробности",
                "Данные F",
            ],
        ),
        (
            "en",
            ["nick-p1", "To level 9", "Form", "Trend", "Maps", "Role", "Streaks", "Strengths", "Details", "Data: F"],
        ),
    ],
)
def test_reading_order(language: Language, order: list[str]) -> None:
    words = shown(full(), language)
    positions = [words.index(word) for word in order]
    assert positions == sorted(positions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_part_that_fits_a_phone(language: Language) -> None:
    parts = render(full(), language=language)
    assert len(parts) == 1
    assert length(parts[0]) <= 2500
    for table in re.findall(r"<pre>(.*?)</pre>", parts[0], re.DOTALL):
        assert all(wcswidth(line) <= 30 for line in table.splitlines())
    assert "<blockquote expandable>" in parts[0]


def test_figures_and_what_is_behind_them() -> None:
    words = shown(full())
    assert "ур. 8 · 1612 Elo" in words
    assert "До уровня 9: 139 Elo, ~6 побед без поражений (5–7)" in words
    assert "10 70% 1.17 0.80  81" in words
    assert re.search(r"Рейтинг ~1\.\d\d \(оценка рейтинга FACEIT, ± 0\.03\) за 20 матчей", words)
    assert "HLTV" not in words
    assert "~Поб ~K/D" in words
    assert "Сильнее обычного: Mirage (200 матчей)" in words
    assert "снайпер: 18% убийств за 400 матчей" in words
    assert "1v1: 161 из 423 (38%)" in words
    assert "EU, январь 2026" in words
    assert "После поражения: побед 33 из 33; после победы: 33 из 66" in words
    assert "Последняя сессия: 3 матча, побед 2 из 3, K/D 1.00" in words


def test_a_trend_is_told_as_one_or_as_none() -> None:
    assert "Заметных изменений нет" in shown(full())
    trend = {
        "kd": Trend(change=0.21, z=3, verdict="up", matches=(50, 50)),
        "adr": Trend(change=-6.24, z=-3, verdict="down", matches=(50, 50)),
        "win_rate": Trend(change=-0.25, z=-3, verdict="down", matches=(50, 50)),
    }
    words = shown(full().model_copy(update={"trend": trend}))
    assert "▲ K/D вырос на 0.21" in words
    assert "▼ ADR упал на 6.2" in words
    assert "▼ Доля побед упала на 25 п. п." in words
    assert "Заметных" not in words


def test_three_matches_say_little() -> None:
    words = shown(player_report(file_of(history(3), None)))
    assert "3 67% 1.00 0.68  76" in words
    assert words.count("67%") == 1
    assert "Судить рано: матчей 3, нужно 100." in words
    assert "матчей с подробной статистикой 0, нужно 50" in words
    assert "Сильные" not in words
    assert "сравнение" not in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_see_is_short_and_clear(language: Language) -> None:
    words = shown(player_report(file_of([], None)), language)
    assert ("статистика скрыта" if language == "ru" else "statistics are hidden") in words
    assert len(words) < 300
    assert not re.search(r"\b0%|0\.00", words)


def test_what_is_missing_is_said() -> None:
    lost = [MissingData(player_id="p1", what=what, code="transient") for what in ("games", "lifetime", "x", "y")]
    words = shown(player_report(file_of(None, None, missing=lost)))
    assert "Статистику получить не удалось" in words
    assert "Не удалось получить: последние матчи, статистика за всё время, часть данных" in words
    partly = shown(player_report(file_of(None, career(), missing=lost[:1])))
    assert "Последние матчи получить не удалось." in partly
    assert "Тренд" not in partly
    assert "Mirage" in partly


def test_calibrating_is_said_and_zero_elo_never() -> None:
    words = shown(player_report(file_of(history(3), None, who=unplaced())))
    assert "калибровка" in words
    assert "До уровня" not in words
    assert not re.search(r"\b0 Elo", words)


def test_top_level() -> None:
    report = full().model_copy(update={"elo": 2400, "to_next_level": None, "next_level": None, "wins_to_next": None})
    assert "Высший уровень" in shown(report)


def test_faceits_own_kd_is_named_as_such() -> None:
    bare = segment("Mirage", 60)
    del bare["stats"]["Deaths"]
    words = shown(player_report(file_of(history(3), lifetime(bare, **{"Average_K/D_Ratio": "1.25"}))))
    assert "K/D 1.25 (среднее по матчам от FACEIT" in words
    part = lifetime(segment("Mirage", 60), **EXTENDED)
    part = part.model_copy(update={"matches": 900, "extended_matches": 50})
    words = shown(player_report(file_of(history(3), part)))
    assert "K/D 1.00 (за 60 матчей), ADR 82 (за 50 матчей)" in words


def test_streaks_are_stated_and_explained_by_chance_only() -> None:
    usual = Streak(current=-5, longest=3, longest_loss=5, span=20, chance=0.25)
    words = shown(full().model_copy(update={"streak": usual}))
    assert "Сейчас 5 поражений подряд — бывает и случайно: шанс такой серии ~25% за 20 матчей" in words
    rare = Streak(current=14, longest=14, longest_loss=1, span=20, chance=0.0002, unusual=True)
    assert "необычно: случайно так бывает в <1% случаев" in shown(full().model_copy(update={"streak": rare}))


def test_a_verdict_about_losses_only_when_there_is_one() -> None:
    assert "после побед." not in shown(full())
    judged = AfterLoss(after_loss=Tried(wins=80, matches=200), after_win=Tried(wins=120, matches=200), verdict="worse")
    assert "побед меньше, чем после побед." in shown(full().model_copy(update={"after_loss": judged}))


def test_age_and_footer() -> None:
    assert "данным 5 мин" in check(render(full(), language="ru", age_s=301))
    assert "данным" not in shown(full())
    assert "бот не связан с FACEIT" in shown(full())


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_filled_on_demand_only(language: Language) -> None:
    report = full()
    said = with_texts(report, language)
    assert said.strengths
    assert all(point.text for point in [*said.strengths, *said.weaknesses])
    assert said.role_reason is not None
    assert said.role_reason.text
    assert all(point.text is None for point in report.strengths)
    assert with_texts(player_report(file_of([], None)), language).role_reason is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("metric", JUDGED)
def test_every_point_has_a_text(metric: str, language: Language) -> None:
    args: dict[str, str | int | float] = {"value": 1.2, "mean": 1, "matches": 50, "wins": 3, "tries": 9}
    said = point_text(Statement(code=f"{metric.replace('_', '-')}-high", args=args), language)
    assert not re.search(r"[<>&{}]", said)


def test_plurals() -> None:
    values: dict[str, str | int] = {"level": 9, "points": 22, "span": "1–2"}
    wins = {1: "1 победа", 2: "2 победы", 5: "5 побед", 21: "21 победа"}
    for count, words in wins.items():
        assert f"~{words} без" in text("ru", "player-next-level", {**values, "wins": count})
    assert "~1 win without" in text("en", "player-next-level", {**values, "wins": 1})
    assert text("ru", "player-streak-loss", matches=3) == "Сейчас 3 поражения подряд"
    assert text("en", "player-streak-win", matches=2) == "Now 2 wins in a row"


def test_every_message_is_used() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "reports").glob("player*.py"))
    catalogue = (FOLDER / "ru" / "player.ftl").read_text(encoding="utf-8")
    keys = re.findall(r"^([a-z][a-z0-9-]*) =", catalogue, re.MULTILINE)
    composed = re.compile(r"^player-(point|trend|maps|streak|after-loss|missing|population|detail|form|metric)-")
    assert all(key.startswith("player-") for key in keys)
    for key in keys:
        assert composed.match(key) or f'"{key}"' in source, key


hostile = st.text(min_size=1, max_size=60) | st.sampled_from(
    ["<b>x", "&amp;", "</blockquote>", "\u202eevil", "@admin", "/cancel", "evil.com", "x" * 500, "😀" * 50]
)


@given(hostile, hostile, st.integers(0, 100), st.sampled_from(LANGUAGES))
@settings(max_examples=60, deadline=None)
def test_hostile_names_break_nothing(nickname: str, label: str, count: int, language: Language) -> None:
    games = [game.model_copy(update={"map": label}) for game in history(count)]
    report = with_texts(player_report(file_of(games, None, who=unplaced(nickname))), language)
    for part in render(report, language=language):
        assert 0 < length(part) <= LIMIT
        checker = Checker()
        checker.feed(part)
        checker.close()
        assert checker.open == []
        assert checker.text.count("\u2068") == checker.text.count("\u2069")
        assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u2065]", part)
        assert "@" not in re.sub(r"<pre>.*?</pre>", "", part, flags=re.DOTALL)  # in a table nobody is mentioned


def test_many_maps_stay_within_limits() -> None:
    maps = [segment(f"Workshop{'x' * 30}{chr(97 + i)}", 40 + i, 1 + i % 3) for i in range(26)]
    words = shown(player_report(file_of(history(100), lifetime(*maps, **EXTENDED))))
    assert f"{NOW:%Y-%m-%d}" not in words
    assert "Другие карты" in words


def test_percentiles_name_how_many_players_they_rest_on() -> None:
    places = {
        "kd": Percentile(share=0.72, players=143),
        "win_rate": Percentile(share=0.5, players=51),
        "rating": Percentile(share=0.1, players=60),
    }
    report = full().model_copy(update={"percentiles": places})
    words = shown(report)
    assert "Рядом по Elo · ± 150" in words
    assert "K/D: выше 72% из 143 игроков" in words
    assert "Доля побед: выше 50% из 51 игрока" in words
    assert "~ Рейтинг: выше 10% из 60 игроков" in words
    assert "K/D: above 72% of 143 players" in shown(report, "en")
    assert "Рядом по Elo" not in shown(full())


@pytest.mark.parametrize(
    ("ban", "ru", "en"),
    [
        (
            {"starts_at": "2026-09-18T12:00:00Z", "ends_at": "2026-09-25T12:00:00Z", "reason": "verbal abuse"},
            "⛔ Бан FACEIT с 2026-09-18 до 2026-09-25 · причина: \u2068verbal abuse\u2069",
            "⛔ Banned by FACEIT since 2026-09-18 until 2026-09-25 · reason: \u2068verbal abuse\u2069",
        ),
        (
            {"starts_at": "2026-09-18T12:00:00Z"},
            "⛔ Бан FACEIT с 2026-09-18 без срока\n",
            "since 2026-09-18 without an end",
        ),
        ({"ends_at": "2026-09-25T12:00:00Z"}, "⛔ Бан FACEIT до 2026-09-25\n", "FACEIT until 2026-09-25\n"),
    ],
)
def test_a_ban_is_said_plainly(ban: dict[str, str], ru: str, en: str) -> None:
    report = full().model_copy(update={"ban": Ban.model_validate(ban)})
    assert ru in shown(report)
    assert en in shown(report, "en")
    assert "Бан" not in shown(full())


def test_a_banned_player_without_matches_still_reads_well() -> None:
    empty = player_report(file_of([], None)).model_copy(update={"ban": Ban(reason="<b>x</b> @admin")})
    words = shown(empty)
    assert words.index("Бан FACEIT без срока") < words.index("Матчей 5v5 не видно")
    assert "@" not in words


def test_one_match_is_counted_and_not_judged() -> None:
    words = shown(player_report(file_of(history(1), None)))
    assert "Судить рано: матчей 1, нужно 100." in words
    assert "Сейчас 1 победа" in words
    assert not re.search("Сильные|Слабые|Всё около|Рядом", words)


def test_no_clear_role_says_what_was_looked_at() -> None:
    figures = {**EXTENDED, "Total_Sniper_Kills": "60"}
    words = shown(player_report(file_of(history(30), lifetime(segment("Mirage", 400), **figures))))
    assert "Явной роли нет: со снайперки 1% убийств, первая дуэль в 17% раундов." in words


def test_games_without_times_results_or_kills_leave_out_what_they_lack() -> None:
    bare = history(30, Result=None, Kills=None, **{"Match Finished At": None})
    words = shown(player_report(file_of(bare, None)))
    assert "Последняя сессия" not in words
    assert "После поражения" not in words
    untold = history(30, Result=None, Kills=None)
    assert "Последняя сессия: 3 матча\n" in shown(player_report(file_of(untold, None))) + "\n"
