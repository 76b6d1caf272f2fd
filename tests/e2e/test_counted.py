"""What a card costs is counted where it happens: one scrape after it shows calls, waits, cache, sends and delivery."""

from collections.abc import Callable

import pytest
from prometheus_client.parser import text_string_to_metric_families

from connections import redis_client
from measures import reading
from monitoring.exposition import Scrape, exposition
from pipelines.overview.reader import Overview
from settings import Settings
from tests.e2e.conftest import System, system
from tests.e2e.test_match_in_chat import is_card
from tests.processes import wait_for

__all__ = ["system"]
pytestmark = pytest.mark.processes


def test_one_scrape_after_a_card_a_refusal_and_a_cached_call(system: System, settings: Settings) -> None:
    client = redis_client("consumer", "tasks", settings)

    def scraped() -> Callable[..., float]:
        text = exposition(Scrape(Overview(client, settings).now(), reading.totals(client))).decode()
        samples = [one for family in text_string_to_metric_families(text) for one in family.samples]

        def total(name: str, **labels: str) -> float:
            fits = [one for one in samples if one.name == f"faceit_bot_{name}" and labels.items() <= one.labels.items()]
            return sum(one.value for one in fits)

        return total

    # Given a card whose first send Telegram refused for a second
    system.start_worker()
    system.start_bot()
    ann, bob = (system.telegram.add_person(name, "ru", started=True) for name in ("Аня", "Боб"))
    system.telegram.fail_next("sendMessage", 429, retry_after=1)
    system.telegram.send_text(ann, system.link("ready"))
    system.telegram.wait_for_message(ann["id"], is_card, 40)
    # And one of its players asked for by somebody else, of whom much is known by now
    league = system.faceit.league
    player = league.matches[league.scenarios["ready"]].factions[0].five[0]
    system.telegram.send_text(bob, f"/player {player.nickname}")
    wait_for(lambda: scraped()("tasks_ended_total", state="completed") == 2, 40, "both to be counted")
    wait_for(lambda: scraped()("delivery_seconds_count") == 2, 40, "both deliveries to be counted")
    calls = system.faceit.calls()["total"]
    # Each process writes its counts every two seconds
    wait_for(lambda: scraped()("faceit_calls_total") >= calls, 20, "all calls to be counted")
    total = scraped()
    # Then every call is counted once, each after a wait in line, and none of them failed
    assert total("faceit_calls_total") == total("faceit_calls_total", status="200") == calls > 31
    assert total("budget_wait_seconds_count") == calls
    assert total("faceit_cache_total", outcome="miss") >= 31 and total("faceit_cache_total", outcome="hit") >= 1
    assert total("telegram_calls_total", method="sendMessage", status="429") == 1
    sent = [one for one in system.telegram.calls("sendMessage") if one.status == 200]
    assert total("telegram_calls_total", method="sendMessage", status="200") == len(sent)
    assert total("step_seconds_count", type="match_analysis") == 6
    # And nothing of the streams is left unread
    wait_for(lambda: scraped()("stream_lag", stream="progress") == 0, 20, "progress to be read")
    assert scraped()("stream_lag", stream="endings") == 0
    client.close()
