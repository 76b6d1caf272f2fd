"""How a stand-in is set up."""

import time
from collections.abc import Callable
from dataclasses import dataclass

DEMO_TOKEN = "123456:demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings of one stand-in.

    Parameters:
        token: the only token the Bot API accepts.
        bot_name: the bot's display name.
        bot_username: the bot's username, without the at sign.
        privacy_mode: in groups the bot sees only commands, mentions and replies to itself.
        rate_limits: answer 429 as Telegram does when the bot sends too much.
        flood_penalty: seconds added to every wait that a 429 names.
        history: messages kept for each chat.
        callback_seconds: how long a pressed button may still be answered.
        demo_people: begin with two people and a group instead of nobody.
        offers_url: where the page finds messages to offer, if anywhere.
        requests_kept: requests of the bot kept in the log.
        clock: the clock behind the limits and the life of callback queries.
    """

    token: str = DEMO_TOKEN
    bot_name: str = "Match Analyst"
    bot_username: str = "match_analyst_bot"
    privacy_mode: bool = False
    rate_limits: bool = True
    flood_penalty: float = 0.0
    history: int = 500
    callback_seconds: float = 60.0
    demo_people: bool = False
    offers_url: str | None = None
    requests_kept: int = 20_000
    clock: Callable[[], float] = time.monotonic
