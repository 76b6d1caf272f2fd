"""Maps that none of the ten ever played stood in the table with smoothed figures and "(0)" matches."""

from reports.match import render
from tests.reports.cards import check, report_of
from tests.rooms import lively, match_body, material, picked


def test_a_map_without_any_match_is_left_out() -> None:
    pool = ["de_nuke", "de_bridge", "de_matinee"]
    for chosen in ((), ("de_nuke",)):
        body = match_body(status="READY", voting=picked(*chosen, pool=pool))
        words = check(render(report_of(material(body, lively())), language="ru"))
        assert "Nuke" in words
        assert "Bridge" not in words and "(0)" not in words
