"""One's own statistics from the real steps against the stand-in: few calls, nobody hidden named, gaps said."""

from typing import Any

import pytest

from actors.inline import InlineRun
from actors.player_performance import PlayerHiddenError
from analysis.user.report import UserReport
from errors import BotError
from faceit.client import build_local_client
from faceit.errors import FaceitUnavailableError
from faceit.player_errors import PlayerNotFoundError
from pipelines.plans import PLANS
from reports.plain import plain
from reports.user import render
from sandbox.faceit import FaceitStandIn
from settings import Settings
from storage.database import SyncDatabase
from storage.opt_outs import OptOuts
from storage.privacy import hash_key
from tasks.states import TaskType
from tests.conditions.analysing import fast
from tests.e2e.conftest import System, buttons, system
from tests.processes import wait_for
from texts.catalogue import LANGUAGES

__all__ = ["system"]

NAMED = 10


def report_on(settings: Settings, faceit: FaceitStandIn, words: str, depth: str = "100/Europe/Moscow") -> UserReport:
    """The report, all nine steps. Raises what the failing step raised."""
    own = fast(settings, faceit)
    client = build_local_client(own)
    try:
        found = InlineRun(TaskType.USER_ANALYTICS, words, own, depth=depth, faceit=client).run()
    finally:
        client.close()
    return UserReport.model_validate(found)


def told(report: UserReport) -> str:
    """The words of the report in both languages."""
    return "\n".join(plain(part) for language in LANGUAGES for part in render(report, language=language))


def busiest(faceit: FaceitStandIn) -> Any:
    """An ordinary player with the most matches."""
    league = faceit.league
    return max(league.ordinary, key=lambda one: len(league.history[one.player_id]))


def broken(faceit: FaceitStandIn, *paths: str) -> None:
    """These paths fail for good."""
    faceit.configure(faults=[{"path": path, "kind": "500"} for path in paths])


def opted_out(settings: Settings, *player_ids: str) -> None:
    """These players asked not to be analysed."""
    database = SyncDatabase.open(settings)
    for player_id in player_ids:
        OptOuts(database, hash_key(settings)).add(player_id)
    database.close()


@pytest.mark.parametrize(("depth", "pages"), [("30/UTC", 1), ("100/Europe/Moscow", 1), ("500/UTC", 5)])
def test_calls_are_few_and_counted(settings: Settings, faceit: FaceitStandIn, depth: str, pages: int) -> None:
    report = report_on(settings, faceit, busiest(faceit).player_id, depth)
    calls = faceit.calls()
    assert calls["total"] == report.api_calls <= 2 + 2 * pages + NAMED
    assert calls["by_endpoint"]["player_games"] <= pages and calls["by_endpoint"]["player_history"] <= pages
    assert report.matches is not None and 0 < report.matches <= report.depth
    assert report.depth == int(depth.partition("/")[0])


def test_the_figures_are_those_of_the_league(settings: Settings, faceit: FaceitStandIn) -> None:
    player = busiest(faceit)
    report = report_on(settings, faceit, player.player_id, "500/Asia/Almaty")
    assert report.player.nickname == player.nickname
    # Then every match is in each of the tables once
    assert report.matches == report.totals.matches == report.totals.results
    assert report.habits.timezone == "Asia/Almaty"
    assert sum(hour.matches for hour in report.habits.hours) == report.matches
    assert sum(cell.wins for day in report.habits.grid for cell in day) == report.totals.wins
    assert sum(row.matches for row in report.session_counts.positions) == report.matches
    assert report.company.rooms == report.matches
    # And team-mates stood beside him as often as is said
    shown = {one.player_id: one for one in report.teammates}
    assert len(shown) == 7 and all(one.nickname for one in shown.values())
    for player_id, one in shown.items():
        assert one.matches == together(faceit, player.player_id, player_id)
        assert one.results + one.others.results == report.matches
    assert all(one.nickname in told(report) or len(one.nickname) > 13 for one in shown.values() if one.nickname)


def together(faceit: FaceitStandIn, one: str, two: str) -> int:
    """Five-a-side matches in which both stood on one side."""
    count = 0
    for match in faceit.league.history[one]:
        sides = [{seat.player.player_id for seat in faction.roster} for faction in match.factions]
        count += any({one, two} <= side for side in sides) and match.finished_at is not None
    return count


def test_a_hidden_team_mate_is_neither_fetched_nor_named(settings: Settings, faceit: FaceitStandIn) -> None:
    player = busiest(faceit)
    before = report_on(settings, faceit, player.player_id)
    hidden = [before.teammates[0].player_id, before.opponents[0].player_id]
    names = [faceit.league.players[one].nickname for one in hidden]
    opted_out(settings, *hidden)
    faceit.reset()
    report = report_on(settings, faceit, player.player_id)
    assert all(one not in report.model_dump_json() for one in [*hidden, *names])
    assert all(one not in told(report) for one in names)
    assert all(one not in call[1] for call in faceit.calls()["calls"] for one in hidden)
    assert report.company.mates < before.company.mates


def test_one_who_opted_out_has_no_report(settings: Settings, faceit: FaceitStandIn) -> None:
    player = busiest(faceit)
    opted_out(settings, player.player_id)
    with pytest.raises(PlayerHiddenError):
        report_on(settings, faceit, player.player_id)
    assert faceit.calls()["total"] == 1


@pytest.mark.parametrize("nickname", ["Hidden_404", "Hidden_Empty", "Zero_Matches", "Old_Account", "Three_Matches"])
@pytest.mark.parametrize("depth", ["30/UTC", "500/Europe/Kyiv"])
def test_little_or_nothing_is_a_clear_answer(
    settings: Settings, faceit: FaceitStandIn, nickname: str, depth: str
) -> None:
    report = report_on(settings, faceit, nickname, depth)
    words = told(report)
    assert nickname in words and "None" not in words and "Europe/Kyiv" not in report.player.model_dump_json()
    assert ("не видно" in words) == (not report.matches)
    assert all(one.verdict == "none" for one in [*report.teammates, *report.opponents])
    assert faceit.calls()["total"] <= 5 + NAMED


def test_the_goal_of_three_matches_is_hardly_moved_by_them(settings: Settings, faceit: FaceitStandIn) -> None:
    report = report_on(settings, faceit, "Three_Matches")
    assert report.goals is None and report.player.calibrating
    assert report.matches == 3 and report.records.kills is not None


def test_without_the_history_the_rest_stands(settings: Settings, faceit: FaceitStandIn) -> None:
    player = busiest(faceit)
    broken(faceit, f"/players/{player.player_id}/history")
    with pytest.raises(FaceitUnavailableError):
        report_on(settings, faceit, player.player_id)
    report = last_try(settings, faceit, player.player_id)
    assert report.company.rooms is None and report.teammates == [] and report.matches == 100
    assert [item.what for item in report.coverage.missing] == ["history"]
    assert "line-ups of the matches" in told(report)


def test_a_name_that_cannot_be_had_is_left_blank(settings: Settings, faceit: FaceitStandIn) -> None:
    player = busiest(faceit)
    lost = report_on(settings, faceit, player.player_id).teammates[0].player_id
    broken(faceit, f"/players/{lost}")
    report = last_try(settings, faceit, player.player_id)
    assert {one.player_id: one.nickname for one in report.teammates}[lost] is None
    # A party he is in is told all the same, without his name
    for party in report.company.parties:
        unnamed = {one for one, nickname in zip(party.players, party.nicknames, strict=True) if nickname is None}
        assert (lost in unnamed) == (lost in party.players)
    assert report.matches == 100 and "None" not in told(report)


def test_nothing_at_all_is_an_error_that_may_pass(settings: Settings, faceit: FaceitStandIn) -> None:
    player = busiest(faceit)
    broken(faceit, f"/players/{player.player_id}/stats/cs2", f"/players/{player.player_id}/games")
    with pytest.raises(FaceitUnavailableError):
        last_try(settings, faceit, player.player_id)


def last_try(settings: Settings, faceit: FaceitStandIn, player_id: str) -> UserReport:
    """The report when every step is at its last attempt."""
    tasks = settings.tasks.model_copy(update={"max_retries": 0})
    return report_on(settings.model_copy(update={"tasks": tasks}), faceit, player_id)


@pytest.mark.parametrize(
    ("words", "error"),
    [("99999999-0000-4000-8000-000000000000", PlayerNotFoundError), ("nobody_is_called_so", PlayerNotFoundError)],
)
def test_a_player_gone_is_said(settings: Settings, faceit: FaceitStandIn, words: str, error: type[BotError]) -> None:
    with pytest.raises(error):
        report_on(settings, faceit, words)


def test_a_depth_that_cannot_be_read_is_the_usual_one(settings: Settings, faceit: FaceitStandIn) -> None:
    report = report_on(settings, faceit, busiest(faceit).player_id, "standard")
    assert report.depth == 100 and report.habits.timezone == "UTC"


def test_other_modes_are_left_out_of_rooms_too(settings: Settings, faceit: FaceitStandIn) -> None:
    report = report_on(settings, faceit, "Wing_Marathon", "500/UTC")
    assert report.matches is not None and report.matches == report.company.rooms
    assert 0 < report.matches < len(faceit.league.history[report.player.player_id])


def test_the_plan_has_these_steps() -> None:
    assert [step.name for step in PLANS[TaskType.USER_ANALYTICS].steps] == [
        "resolve_player", "lifetime", "recent_games", "history", "form", "sessions", "teammates", "habits", "assemble",
    ]  # fmt: skip


@pytest.mark.processes
def test_from_the_chat_to_the_report_and_its_pictures(system: System) -> None:
    # Given somebody who told who he is and where he lives
    system.start_worker()
    system.start_bot()
    telegram, player = system.telegram, busiest(system.faceit)
    ann = telegram.add_person("Аня", "ru", started=True)
    telegram.send_text(ann, "/stats")
    telegram.wait_for_message(ann["id"], lambda message: "/link" in message.get("text", ""), 20)
    telegram.send_text(ann, f"/link {player.nickname}")
    asked = telegram.wait_for_message(ann["id"], lambda message: "Это вы?" in message.get("text", ""), 15)
    yes = next(data for name, data in buttons(asked).items() if "Это я" in name)
    telegram.press(ann, ann["id"], asked["message_id"], yes)
    telegram.wait_for_message(ann["id"], lambda message: "Привязано" in message.get("text", ""), 15)
    telegram.send_text(ann, "/timezone almaty")
    telegram.wait_for_message(ann["id"], lambda message: "Asia/Almaty" in message.get("text", ""), 15)
    # When the own statistics are asked for, then they come in that zone, with three pictures
    telegram.send_text(ann, "/stats 500")
    card = telegram.wait_for_message(ann["id"], lambda message: "Рекорды" in message.get("text", ""), 30)
    assert any("Asia/Almaty" in message.get("text", "") for message in telegram.messages(ann["id"])[-5:])
    wait_for(lambda: len(photos(telegram.messages(ann["id"]))) == 3, 20, "three pictures")
    calls = system.faceit.calls()["total"]
    # When refreshed at once then FACEIT is not asked again for what is fresh
    again = next(data for name, data in buttons(card).items() if "500" in name)
    telegram.press(ann, ann["id"], card["message_id"], again)
    wait_for(lambda: len(photos(telegram.messages(ann["id"]))) == 6, 30, "the pictures again")
    assert system.faceit.calls()["total"] == calls


def photos(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those messages that are pictures."""
    return [message for message in messages if message.get("photo")]
