"""The winners of predicted matches, looked up whether or not anybody asks about the match again.

Else only those would be scored that somebody came back to: a choice that flatters or belittles the predictions.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from errors import BotError, DeferredError, PermanentError
from faceit.errors import FaceitKeyRejectedError, FaceitNotFoundError
from faceit.models import Faction, Match
from storage.predictions import Predictions

OVER_AFTER = timedelta(hours=3)
"""The longest matches, three maps with overtime, are over by then; one that is not is looked at again later."""
GIVEN_UP_AFTER = timedelta(days=7)
"""A match that has no result by then gets none that could be scored."""
MATCHES_A_TURN = 60
"""One call each, in the lane that waits behind everybody: under one in a hundred of an hour's calls."""

log = structlog.get_logger(__name__)


def winner_of(match: Match) -> Faction | None:
    """Who won what was played; nobody won a match called off, and a forfeit is no match."""
    return match.results.winner if match.played else None


def settle_open(predictions: Predictions, match: Callable[[str], Match], now: datetime) -> dict[str, int]:
    """Look open matches up and keep their winners; gives how many were settled, closed without one, still open.

    Ends early, without an error, when FACEIT's budget, key or service does not let it go on. Raises
    StorageUnavailableError.
    """
    counts = {"settled": 0, "closed": 0, "open": 0}
    predictions.adopt()
    for match_id, made_at in predictions.open(now - OVER_AFTER, MATCHES_A_TURN).items():
        try:
            found = match(match_id)
        except FaceitNotFoundError:
            predictions.settle(match_id, None, now)
            counts["closed"] += 1
            continue
        except (DeferredError, FaceitKeyRejectedError) as error:
            log.info("settling.later", reason=error.code)
            break
        except PermanentError as error:
            log.info("settling.unreadable", reason=error.code)
            counts[_not_yet(predictions, match_id, made_at, now)] += 1
            continue
        except BotError as error:
            log.info("settling.later", reason=error.code)
            break
        winner = winner_of(found)
        if winner is not None or found.decided or found.cancelled:
            predictions.settle(match_id, winner, now)
            counts["closed" if winner is None else "settled"] += 1
        else:
            counts[_not_yet(predictions, match_id, made_at, now)] += 1
    return counts


def _not_yet(predictions: Predictions, match_id: str, made_at: datetime, now: datetime) -> str:
    if now - made_at > GIVEN_UP_AFTER:
        predictions.settle(match_id, None, now)
        return "closed"
    predictions.asked(match_id, now)
    return "open"
