"""Catalogues: the same messages in both languages, a text for every code, plurals that agree."""

import re
from pathlib import Path

import pytest

from analysis.advice import ADVICE
from analysis.reasons import STYLES, THREATS, WEAKNESSES
from analysis.report import Statement, Value
from reports.figures import argument, many, percent, ratio, signed
from reports.statements import reason_text
from reports.tables import columns
from texts.catalogue import FOLDER, LANGUAGES, Language, has_text, text

ROOT = Path(__file__).parent.parent.parent

ARGS: dict[str, Value] = {
    **{"elo": 2100, "gap": 220, "kd": 1.234, "matches": 21, "map": "de_mirage", "adr": 88.4, "change": 0.21},
    **{"wins": 60, "duels": 101, "share": 0.18, "rate": 0.24, "success": 0.55, "flashes": 0.7, "damage": 6.6},
    **{"edge": 0.031, "matches_them": 40, "faction": "faction1", "needed": 30},
}


def keys(language: Language) -> set[str]:
    source = (FOLDER / language / "reports.ftl").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z0-9-]*) =", source, re.MULTILINE))


def test_both_languages_have_the_same_messages() -> None:
    assert keys("ru") == keys("en")
    assert all(key.split("-")[0] in {"report", "reason", "advice", "role", "turn"} for key in keys("ru"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [*THREATS, *WEAKNESSES, *STYLES])
def test_every_reason_has_a_text(code: str, language: Language) -> None:
    said = reason_text(Statement(code=code, args=ARGS), language)
    assert said
    assert not re.search(r"[<>&{}]", said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_advice_and_role_has_a_text(language: Language) -> None:
    args = {key: argument(key, value) for key, value in ARGS.items()} | {"team": "x"}
    for key in [*(f"advice-{code}" for code in ADVICE), *(f"role-{code}" for code in STYLES)]:
        assert not re.search(r"[<>&{}]", text(language, key, args))


def test_every_message_is_used() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "reports").glob("*.py"))
    catalogue = (FOLDER / "ru" / "reports.ftl").read_text(encoding="utf-8")
    composed = re.compile(r"^(reason|advice|role|turn)-|^report-(status|source|veto|review|dangerous|soft|map)-")
    for key in keys("ru"):
        assert composed.match(key) or re.search(f"[\"']{key}[\"']", source) or f"{{ {key} }}" in catalogue, key
    assert has_text("en", "report-footer")


@pytest.mark.parametrize(
    ("count", "ru", "en"),
    [
        (1, "1 матч", "1 match"),
        (2, "2 матча", "2 matches"),
        (5, "5 матчей", "5 matches"),
        (21, "21 матч", "21 matches"),
    ],
)
def test_plurals(count: int, ru: str, en: str) -> None:
    assert text("ru", "report-matches", matches=count) == ru
    assert text("en", "report-matches", matches=count) == en


def test_reason_reads_well() -> None:
    reason = Statement(code="kd-high", args={"kd": 1.3249, "matches": 22})
    assert reason_text(reason, "ru") == "K/D 1.32 за 22 матча"
    assert reason_text(reason, "en") == "K/D 1.32 over 22 matches"


def test_figures() -> None:
    assert (percent(0.534), ratio(1.2), signed(0.031), signed(-0.02), signed(0.001)) == ("53%", "1.20", "+3", "−2", "0")
    assert (percent(None), ratio(None), many(None)) == ("–", "–", "–")
    assert (many(9999), many(12_345)) == ("9999", "12k")


def test_tables_refuse_what_does_not_fit() -> None:
    assert columns([("Map", "1"), ("Mirage", "22")]) == ["Map     1", "Mirage 22"]
    with pytest.raises(ValueError, match="fields"):
        columns([("a", "b", "c", "d", "e", "f")])
    with pytest.raises(ValueError, match="columns"):
        columns([("a" * 31,)])
