"""A crowd's pictures took all sends but three a second: who wrote meanwhile waited for more than a second."""

from redis.asyncio import Redis

from bot.breaker import Breaker
from bot.lanes import Lane
from bot.limiter import SendLimiter
from bot.limits import Limits
from bot.pacing import IMPATIENT_S, Pacing

LIMITS = Limits(overall=25, chat_interval=1.0, chat_burst=4, group=20)


async def test_half_of_all_sends_stay_free(client: Redis) -> None:
    limiter = SendLimiter(client, LIMITS, Breaker(timeout_s=5))
    pictures = [(await limiter.take(chat, Lane.PICTURE)).seconds for chat in range(100)]
    answers = [(await limiter.take(chat, Lane.ANSWER)).seconds for chat in range(200, 220)]
    assert (pictures.count(0), answers.count(0)) == (12, 13)


def test_one_that_waited_long_goes_with_the_results_and_no_further() -> None:
    assert Pacing._urgency(Lane.PICTURE, 0.0 - IMPATIENT_S) is Lane.RESULT
    assert Pacing._urgency(Lane.RESULT, 0.0 - IMPATIENT_S) is Lane.ANSWER
