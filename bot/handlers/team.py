"""/team with nicknames, links or ids, or alone: the report of a line-up."""

import re

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from analysis.team.subject import TeamNeedsNamesError, party_subject, team_subject
from bot.intake import Intake, origin_of
from bot.remembered import Remembered
from faceit.finding import named
from tasks.records import Requester
from tasks.states import TaskType
from texts.catalogue import Language

BETWEEN = re.compile(r"[\s,;]+")
"""What people write between names."""


async def team(
    message: Message,
    command: CommandObject,
    who: Requester,
    language: Language,
    intake: Intake,
    remembered: Remembered,
) -> None:
    """/team with two to five names; alone: the usual party of the person, if it is known who that is."""
    words = [word for word in BETWEEN.split(command.args or "") if word]
    if words:
        subject = team_subject([named(word) for word in words])
    else:
        account = await remembered.account(who.owner)
        if account is None:
            raise TeamNeedsNamesError("nobody is linked")
        subject = party_subject(account.player_id)
    await intake.start_one(origin_of(message, who, language), subject, kind=TaskType.TEAM_ANALYSIS)


def build_router() -> Router:
    """The handlers of this module."""
    router = Router(name="team")
    for observer in (router.message, router.channel_post):
        observer.register(team, Command("team", ignore_case=True))
    return router
