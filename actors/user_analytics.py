"""The nine steps of `user_analytics`: from a person's FACEIT player to the report on hundreds of matches.

Calls at depth n: the player, the lifetime, n/100 pages of games, as many of history, and at most ten nicknames; 22 for
500 matches (one more where somebody asks by nickname in another case).
"""

from actors.context import StepContext
from actors.finding import find
from actors.player_performance import PlayerHiddenError
from actors.step import step
from actors.tolerating import or_missing
from analysis.user import company
from analysis.user.assemble import compose
from analysis.user.depth import depth_of
from analysis.user.material import UserFile, UserHistory, rooms_of, within
from analysis.user.parts import (
    UserCourse,
    UserEvenings,
    UserPeople,
    UserTimes,
    course_of,
    evenings_of,
    named,
    people_of,
    times_of,
)
from faceit.errors import FaceitUnavailableError
from faceit.models import HistoryMatch
from tasks.states import TaskType

user_step = step(TaskType.USER_ANALYTICS)

PAGE = 100
ODD = 10
"""A page this much shorter than asked for may only have lost items that could not be read: there may be another."""


@user_step
def resolve_player(ctx: StepContext) -> None:
    """The player a person is tied to; a nickname or a link will do, too."""
    player = find(ctx, ctx.run.subject)
    if ctx.archive.hidden([player.player_id]):
        raise PlayerHiddenError("opted out")
    ctx.settle(
        "now",
        max_age_s=ctx.settings.tasks.report_reuse_seconds,
        subject=player.player_id,
        title=player.nickname,
    )
    _keep(ctx, UserFile(player=player, fetched_at=ctx.now()))


@user_step
def lifetime(ctx: StepContext) -> None:
    """Lifetime statistics: beside the matches looked at, and instead of them where they are hidden."""
    file = _file(ctx)
    player_id = file.player.player_id
    file.lifetime, missing = or_missing(ctx, "lifetime", lambda: ctx.faceit.lifetime(player_id), player_id)
    file.missing.extend(missing)
    _keep(ctx, file)


@user_step
def recent_games(ctx: StepContext) -> None:
    """The games, as deep as was asked. With these and the lifetime both out of reach there is nothing to report."""
    file, depth = _file(ctx), depth_of(ctx.run.depth)
    player_id = file.player.player_id
    ctx.progress("games", 0, depth.matches)
    file.games, missing = or_missing(ctx, "games", lambda: ctx.faceit.games(player_id, depth.matches), player_id)
    file.missing.extend(missing)
    if file.nothing_answered:
        raise FaceitUnavailableError("neither lifetime nor games", path="/players/{player_id}")
    ctx.progress("games", len(file.games or ()), depth.matches)
    _keep(ctx, file)


@user_step
def history(ctx: StepContext) -> None:
    """The line-ups of the same matches. A page that can't be had ends it: what came before counts."""
    file, depth = _file(ctx), depth_of(ctx.run.depth)
    player_id = file.player.player_id
    found: list[HistoryMatch] = []
    got_any = False
    for offset in range(0, depth.matches, PAGE):
        limit = min(PAGE, depth.matches - offset)
        ctx.progress("history", offset, depth.matches)
        page, missing = or_missing(ctx, "history", lambda: _page(ctx, player_id, limit, offset), player_id)  # noqa: B023
        if page is None:
            file.missing.extend(missing)
            break
        got_any = True
        found.extend(page)
        if len(page) < limit - ODD:
            break
    rooms = within(rooms_of(found, player_id), file.played)
    ctx.progress("history", len(found), depth.matches)
    ctx.save("history", UserHistory(known=got_any, rooms=rooms).model_dump(mode="json"))
    _keep(ctx, file)


@user_step
def form(ctx: StepContext) -> None:
    """Form, totals, trends, maps."""
    ctx.save("course", course_of(_file(ctx), depth_of(ctx.run.depth)).model_dump(mode="json"))


@user_step
def sessions(ctx: StepContext) -> None:
    """The sessions."""
    ctx.save("evenings", evenings_of(_file(ctx)).model_dump(mode="json"))


@user_step
def teammates(ctx: StepContext) -> None:
    """Team-mates, opponents, parties; a call for each nickname shown, and nobody who asked not to be analysed."""
    past = UserHistory.model_validate(ctx.load("history"))
    hidden = ctx.archive.hidden(company.candidates(past.rooms))
    people = people_of(past.rooms, hidden, known=past.known)
    shown = [one.player_id for one in [*people.teammates, *people.opponents]]
    wanted = list(dict.fromkeys(shown))
    names: dict[str, str] = {}
    for done, player_id in enumerate(wanted):
        ctx.progress("players", done, len(wanted))
        found, _ = or_missing(ctx, "player", lambda: ctx.faceit.player(player_id), player_id)  # noqa: B023
        if found is not None:
            names[player_id] = found.nickname
    ctx.save("people", named(people, names).model_dump(mode="json"))


@user_step
def habits(ctx: StepContext) -> None:
    """Hours, weekdays, records."""
    ctx.save("times", times_of(_file(ctx), depth_of(ctx.run.depth)).model_dump(mode="json"))


@user_step
def assemble(ctx: StepContext) -> None:
    """The report as the contract says."""
    report = compose(
        _file(ctx),
        UserCourse.model_validate(ctx.load("course")),
        UserEvenings.model_validate(ctx.load("evenings")),
        UserPeople.model_validate(ctx.load("people")),
        UserTimes.model_validate(ctx.load("times")),
        depth_of(ctx.run.depth),
        now=ctx.now(),
        api_calls=ctx.api_calls(),
    )
    ctx.result = report.model_dump(mode="json")


def _page(ctx: StepContext, player_id: str, limit: int, offset: int) -> list[HistoryMatch]:
    return ctx.faceit.history(player_id, limit=limit, offset=offset)


def _file(ctx: StepContext) -> UserFile:
    return UserFile.model_validate(ctx.load("file"))


def _keep(ctx: StepContext, file: UserFile) -> None:
    ctx.save("file", file.model_dump(mode="json"))
