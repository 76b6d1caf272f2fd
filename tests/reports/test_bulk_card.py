"""The messages and the file of a bulk: within Telegram's limits, foreign names harmless, reasons in words."""

import csv
import io
from datetime import UTC, datetime

import pytest

from analysis.bulk.compose import compose
from analysis.bulk.report import BulkReport, BulkRow, FailedMatch
from reports.bulk import PAGE, pages, render, render_pages
from reports.bulk_csv import COLUMNS, csv_of
from reports.parts import LIMIT, length
from reports.plain import plain
from sandbox.telegram.markup import parse_html
from texts.catalogue import LANGUAGES, Language

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOSTILE = ['<b>x</b>&"', "=HYPERLINK(1)", "\u202eevil", "@everyone /start t.me/x", "🇷🇺" * 20, "", "-1+1"]


def row(number: int, **more: object) -> BulkRow:
    names = {"faction1": HOSTILE[number % len(HOSTILE)], "faction2": f"team_{number}"}
    values = {
        "match_id": f"1-{number:08d}-0000-4000-8000-000000000000", "task": f"task{number:04d}", "status": "FINISHED",
        "map": "de_mirage", "picks": ["de_mirage"], "played": ["de_mirage"], "names": names,
        "score": {"faction1": 13, "faction2": 7},
        "winner": "faction1", "predicted": 0.61, "predicted_source": "faceit", "predicted_right": True,
    }  # fmt: skip
    return BulkRow.model_validate({**values, **more})


def report(count: int, failed: int = 0, **more: object) -> BulkReport:
    lost = [
        FailedMatch(match_id=f"1-{n:08d}-dead-4000-8000-000000000000", error="faceit-not-found") for n in range(failed)
    ]
    made = compose(
        [row(n) for n in range(count)], lost, total=count + failed, now=NOW, api_calls=2 * count, depth="brief"
    )
    return made.model_copy(update=more)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("count", "failed"), [(0, 3), (1, 0), (25, 0), (26, 40), (100, 0)])
def test_every_part_is_one_that_telegram_takes(language: Language, count: int, failed: int) -> None:
    parts = render(report(count, failed), language=language)
    for part in parts:
        words, _ = parse_html(part)
        assert 0 < length(part) <= LIMIT
        assert "None" not in words and "{" not in words
        assert words.count("\u2068") == words.count("\u2069")
    assert sum(part.count("<i>") for part in parts) == 1


def test_each_page_has_its_matches_numbered_on() -> None:
    made = report(60)
    assert [len(rows) for rows in pages(made)] == [PAGE, PAGE, 10]
    told = ["\n".join(plain(part) for part in page) for page in render_pages(made, language="en")]
    assert "25. " in told[0] and "26. " not in told[0]
    assert "26. " in told[1] and "60. " in told[2]


def test_the_player_it_is_about_stands_first() -> None:
    mine = row(1, side="faction2", won=False, own={"nickname": "me", "kills": 10, "deaths": 20, "kd": 0.5, "adr": 61})
    made = compose([mine], [], total=1, now=NOW, api_calls=4, depth="brief", about="p1")
    words = plain(render(made, language="en")[0])
    assert "me" in words.splitlines()[0]
    assert "Won – lost: 0 – 1" in words and "K/D 0.50" in words
    line = next(one for one in words.splitlines() if one.startswith("1."))
    # Rounds and chance are his own side's, the team named is the other one
    assert line.startswith("1. ❌ 7:13 ")
    assert "team_1" not in line and "39%" in line


def test_hits_come_with_their_number_and_range() -> None:
    words = plain(render(report(10), language="ru")[0])
    assert "верных 10 из 10 (100%; 95 %: 72%–100%)" in words
    none = plain(render(report(2, matches=[row(1, predicted_right=None)], summary=report(0).summary), language="ru")[0])
    assert "Прогнозов, сделанных до начала, нет" in none


def test_maps_come_with_results_and_a_verdict_the_numbers_carry() -> None:
    won = [row(n, side="faction1", won=True, own={"kills": 25, "deaths": 10, "kd": 2.5}) for n in range(30)]
    lost = [
        row(n, played=["de_nuke"], side="faction1", won=n % 2 == 0, own={"kills": 15, "deaths": 15, "kd": 1.0})
        for n in range(40)
    ]
    made = compose([*won, *lost], [], total=70, now=NOW, api_calls=142, depth="brief", about="p1")
    for language in LANGUAGES:
        words = plain(render(made, language=language)[0])
        said = {"en": "Stronger than usual: Mirage", "ru": "Сильнее обычного: Mirage"}[language]
        assert "Nuke 40 (20–20), Mirage 30 (30–0)" in words
        assert said in words and "30" in words[words.index(said) :]
    # Of nobody in particular there is no such word
    assert "Stronger" not in plain(render(report(70), language="en")[0])


def test_called_off_is_told_apart_from_open() -> None:
    off: dict[str, object] = {"winner": None, "score": {}, "played": [], "predicted_right": None}
    rows = [row(1, status="CANCELLED", **off), row(2, status="READY", **off)]
    words = plain(render(compose(rows, [], total=2, now=NOW, api_calls=3, depth="brief"), language="en")[0])
    assert "Not decided yet: 1" in words and "Called off: 1" in words


def test_failures_are_named_with_a_reason() -> None:
    words = plain(render(report(3, 12), language="ru")[0])
    assert "(12): 1-00000000-dead" in words and "…" in words


def test_the_file_holds_every_match_and_no_formula() -> None:
    data = csv_of(report(30, 2))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 32 and tuple(rows[0]) == COLUMNS
    assert not any(value[:1] in "=+-@\t" for one in rows for value in one.values() if value)
    assert "\u202e" not in data.decode()
    assert rows[0]["score1"] == "13" and rows[0]["predicted_right"] == "yes" and rows[0]["kd"] == ""
    assert rows[-1]["error"] == "faceit-not-found" and rows[-1]["map"] == ""
