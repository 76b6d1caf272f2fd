"""One refused player, or statistics out of reach for good, failed the whole run."""

from typing import Any, cast

import pytest

from actors.archive import open_archive
from actors.context import RunInfo, StepContext
from actors.match_analysis import fetch_match, fetch_players
from actors.memory_context import MemoryContext
from analysis.material import MatchMaterial
from errors import BotError
from faceit.client import FaceitClient
from faceit.errors import FaceitKeyRejectedError, FaceitShapeError, FaceitUnavailableError
from faceit.models import Match
from settings import Settings
from tasks.states import TaskType
from tests.rooms import MATCH_ID, games, lifetime, match_body, player, segment

REFUSED = FaceitKeyRejectedError("no permission", status=403)


class Answers:
    """FACEIT as the steps see it; `errors` by call and player id."""

    calls = 0

    def __init__(self, body: dict[str, Any], errors: dict[tuple[str, str], BotError]) -> None:
        self._body = body
        self._errors = errors

    def scope(self, **_: Any) -> "Answers":
        return self

    def kept(self, _kind: str, _player_id: str) -> bool:
        return False

    def count_light(self, _run: str) -> None:
        return

    def match(self, _match_id: str) -> Match:
        return Match.model_validate(self._body)

    def match_stats(self, match_id: str, **_: Any) -> Any:
        return self._or("match_stats", match_id, None)

    def player(self, player_id: str) -> Any:
        return self._or("player", player_id, player(player_id))

    def lifetime(self, player_id: str) -> Any:
        return self._or("lifetime", player_id, lifetime(segment("Nuke", 60)))

    def recent_games(self, player_id: str, _limit: int) -> Any:
        return self._or("games", player_id, games(player_id))

    def _or(self, call: str, about: str, value: Any) -> Any:
        error = self._errors.get((call, about))
        if error is not None:
            raise error
        return value


def context(settings: Settings, errors: dict[tuple[str, str], BotError], attempt: int = 0, **body: Any) -> StepContext:
    run = RunInfo("run", TaskType.MATCH_ANALYSIS, MATCH_ID)
    client = cast(FaceitClient, Answers(match_body(**body), errors))
    ctx = MemoryContext(run, settings, client, open_archive(settings))
    ctx.attempt = attempt
    ctx.save("match_id", MATCH_ID)
    fetch_match(ctx)
    return ctx


def missing(ctx: StepContext, name: str) -> set[tuple[str | None, str, str]]:
    found = MatchMaterial.model_validate(ctx.load(name)).missing
    return {(item.player_id, item.what, item.code) for item in found}


def test_one_player_refused_is_a_gap(settings: Settings) -> None:
    ctx = context(settings, {("lifetime", "p3"): REFUSED})
    fetch_players(ctx)
    assert missing(ctx, "material") == {("p3", "lifetime", "faceit-key")}


def test_a_key_that_is_no_good_for_most_ends_the_run(settings: Settings) -> None:
    lost = FaceitKeyRejectedError("Unauthorized", status=401)
    ctx = context(settings, {("player", f"p{i}"): lost for i in range(1, 7)})
    with pytest.raises(FaceitKeyRejectedError):
        fetch_players(ctx)


@pytest.mark.parametrize("error", [REFUSED, FaceitShapeError("root"), FaceitUnavailableError(status=500)])
def test_statistics_out_of_reach_leave_the_result(settings: Settings, error: BotError) -> None:
    errors = {("match_stats", MATCH_ID): error}
    ctx = context(settings, errors, settings.tasks.max_retries, status="FINISHED", started_at=1_790_000_000)
    assert missing(ctx, "match") == {(None, "match_stats", error.code)}


def test_statistics_that_may_come_are_worth_a_retry(settings: Settings) -> None:
    errors: dict[tuple[str, str], BotError] = {("match_stats", MATCH_ID): FaceitUnavailableError(status=500)}
    with pytest.raises(FaceitUnavailableError):
        context(settings, errors, status="FINISHED", started_at=1_790_000_000)
