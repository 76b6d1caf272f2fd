"""Letters: what the fonts have, what replaces the rest, what fits; names that try to break a picture."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.report import MatchReport
from reports.pictures import match_card, player_form, player_maps
from reports.pictures.canvas import Canvas
from reports.pictures.lettering import ELLIPSIS, REPLACEMENT, covers, drawable, fit, width
from reports.pictures.palette import GROUND, SMALL, Box
from sandbox.faceit.names import HOSTILE_NAMES
from tests.player_files import career, file_of, history, player_report
from tests.reports.cards import finished, report_of
from tests.reports.pictures import check, words
from tests.rooms import lively, match_body, material
from texts.catalogue import FOLDER

ROOT = Path(__file__).parent.parent.parent
BEFORE = report_of(material(match_body(), lively()))
AFTER = finished()
PLAYER = player_report(file_of(history(30), career()))
HIDDEN = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200d\u200e\u200f\ufeff"

names = st.one_of(
    st.text(max_size=64),
    st.text(alphabet=st.characters(whitelist_categories=("Mn", "Me", "Lo", "So", "Cf")), max_size=64),
    st.text(alphabet="אبგЖ中\u0301\u0e31👍🏽\u200d\u202eW_☠ ", max_size=64),
    st.sampled_from([*HOSTILE_NAMES, "", " ", "\u202e", "W" * 64, "i" * 64, "Ж" * 64, "a" + "\u0301" * 63]),
)


def renamed(report: MatchReport, name: str) -> MatchReport:
    """Everybody and everything is called so."""
    teams = [
        team.model_copy(
            update={"name": name, "players": [p.model_copy(update={"nickname": name}) for p in team.players]}
        )
        for team in report.teams
    ]
    update: dict[str, object] = {"teams": teams}
    if report.review is not None:
        players = [p.model_copy(update={"nickname": name}) for p in report.review.players]
        maps = [played.model_copy(update={"map": name or "x"}) for played in report.review.maps]
        update["review"] = report.review.model_copy(update={"players": players, "maps": maps})
    else:
        update["maps"] = [row.model_copy(update={"map": name or "x"}) for row in report.maps]
    return report.model_copy(update=update)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(names, st.booleans())
def test_no_name_breaks_a_picture(name: str, sided: bool) -> None:
    for report in (BEFORE, AFTER):
        canvas = check(
            match_card.compose(renamed(report, name), language="ru", side="faction1" if sided else None), stacked=True
        )
        assert not any(char in item for item in words(canvas) for char in HIDDEN)
    player = PLAYER.model_copy(update={"nickname": name})
    for module in (player_form, player_maps):
        check(module.compose(player, language="en"), stacked=True)


@settings(max_examples=200, deadline=None)
@given(names, st.integers(1, 400), st.sampled_from([28, 32, 52]))
def test_what_is_cut_fits_and_is_the_beginning(name: str, room: int, size: int) -> None:
    shown = fit(name, "bold", size, room)
    assert width(shown, "bold", size) <= room
    if shown != name:
        assert shown == "" or (shown.endswith(ELLIPSIS) and name.startswith(shown[:-1]))


def test_the_longest_beginning_is_kept() -> None:
    name = "kaarovilen_1337_xenshi"
    shown = fit(name, "bold", 32, 150)
    assert width(shown, "bold", 32) <= 150 < width(f"{name[: len(shown)]}{ELLIPSIS}", "bold", 32)
    assert fit(name, "bold", 32, 5) == ""


@pytest.mark.parametrize("sample", ["Абвгдежзиёъыьэюя", "Ґґ Її Єє Ўў Әқңөү", "čšžł ñß ĞİŞ", "αβγδ", "~−–·…½"])
def test_usual_alphabets_are_in_one_font(sample: str) -> None:
    for weight in ("regular", "bold"):
        assert all(covers(weight, char) for char in sample)


def test_rare_letters_come_from_the_other_font_and_unknown_ones_are_boxes() -> None:
    assert drawable("a★ბ", "bold") == (("bold", "a"), ("other", "★ბ"))
    assert drawable("a中👍", "bold") == (("bold", "a"), ("other", REPLACEMENT * 2))
    assert drawable("e\u0e31", "bold") == (("bold", "e"),)


@pytest.mark.parametrize("char", ["א", "ب", "中", "👍", "𝕏"])
def test_a_replaced_letter_is_visible(char: str) -> None:
    canvas = Canvas()
    canvas.write(char, Box(10, 10, 110, 60), size=32, foreign=True)
    assert canvas.image.crop((10, 10, 110, 60)).getcolors() != [(5000, GROUND)]


def test_too_small_type_is_refused() -> None:
    with pytest.raises(ValueError, match="27 px"):
        Canvas().write("a", Box(0, 0, 100, 40), size=SMALL - 1)


def test_every_message_is_used_and_drawn_without_boxes() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "reports" / "pictures").glob("*.py"))
    composed = re.compile(r"^picture-(role-|won-|above$|below$|strong$|weak$|foreseen-)")
    for language in ("ru", "en"):
        catalogue = (FOLDER / language / "pictures.ftl").read_text(encoding="utf-8")
        for key in re.findall(r"^([a-z][a-z0-9-]*) =", catalogue, re.MULTILINE):
            assert composed.match(key) or re.search(f"[\"']{key}[\"']", source), key
        letters = {char for char in catalogue if not unicodedata.category(char).startswith("C")}
        assert all(REPLACEMENT not in run for char in letters for _, run in drawable(char, "regular"))


def test_the_fonts_are_small_and_carry_their_licences() -> None:
    folder = ROOT / "reports" / "pictures" / "fonts"
    assert sum(path.stat().st_size for path in folder.glob("*.ttf")) < 1_000_000
    assert {path.name for path in folder.glob("LICENSE-*")} == {"LICENSE-DejaVuSans.txt", "LICENSE-RobotoCondensed.txt"}
