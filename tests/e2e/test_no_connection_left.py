"""A Redis whose connections are all in use, as on a small plan while a release replaces another: who comes waits."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import redis
from pydantic import SecretStr

from deploy.checking.servers import MissingError, TlsRedis
from sandbox.valkey import EmbeddedValkey
from settings import Settings
from storage import preflight
from tests.e2e.conftest import System
from tests.e2e.test_match_in_chat import is_card
from tests.needed import lacking
from tests.processes import Child, wait_for

pytestmark = pytest.mark.processes


class Full:
    """A server that takes nobody more until `room`; whoever is connected stays."""

    def __init__(self, server: redis.Redis) -> None:
        self._server = server
        # One connection, held from now on.
        server.ping()
        server.config_set("maxclients", 1)

    def refused(self) -> int:
        """How many it has turned away."""
        return int(self._server.info("stats")["rejected_connections"])

    def room(self) -> None:
        """Take everybody again."""
        self._server.config_set("maxclients", 1000)


@pytest.fixture
def full() -> Iterator[tuple[EmbeddedValkey, Full]]:
    with EmbeddedValkey() as server, closing(redis.Redis(port=server.port)) as client:
        yield server, Full(client)


def refusals(settings: Settings, url: str) -> list[str]:
    good = {"redis_url": SecretStr(url), "bot_token": SecretStr("123456:" + "A" * 35)}
    return preflight.refusals(settings.model_copy(update=good))


def test_a_release_says_so(
    settings: Settings, full: tuple[EmbeddedValkey, Full], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight, "WAIT_FOR_REDIS_S", 1.0)
    server, all_in_use = full
    (said,) = refusals(settings, server.url)
    assert "has no connection left: all that its plan allows are in use" in said
    assert all_in_use.refused() > 1


def test_a_release_waits_for_one(
    settings: Settings, full: tuple[EmbeddedValkey, Full], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight, "WAIT_FOR_REDIS_S", 60.0)
    server, all_in_use = full
    found: list[list[str]] = []
    waiting = threading.Thread(target=lambda: found.append(refusals(settings, server.url)))
    waiting.start()
    wait_for(lambda: all_in_use.refused() > 0, 30, "a refusal")
    assert not found
    all_in_use.room()
    waiting.join(60)
    assert found == [[]]


def test_behind_tls_where_it_says_nothing_the_release_names_it_as_a_cause(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight, "WAIT_FOR_REDIS_S", 0.0)
    try:
        server = TlsRedis(tmp_path)
    except MissingError as error:
        lacking(str(error))
    try:
        all_in_use = Full(server.client)
        (said,) = refusals(settings, server.url)
        assert all_in_use.refused() > 0
    finally:
        server.stop()
    assert "drops new connections when all that its plan allows are in use" in said


def test_processes_started_meanwhile_serve_once_there_is_room(
    system: System, full: tuple[EmbeddedValkey, Full], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a worker and a bot that start while all connections are in use
    server, all_in_use = full
    monkeypatch.setenv("REDIS_URL", server.url)
    starting = [system.start_worker(), system.start_bot()]
    wait_for(lambda: all_in_use.refused() > 20, 60, "refusals")
    time.sleep(2)
    # Then none of them ends
    assert [child.process.poll() for child in starting] == [None, None]
    # When there is room, then the queue serves people
    all_in_use.room()
    wait_for(lambda: served_by_queue(starting), 60, "the bot to hold its leases")
    ann = system.telegram.add_person("Аня", "ru", started=True)
    system.telegram.send_text(ann, system.link("ready"))
    system.telegram.wait_for_message(ann["id"], is_card, 60)
    assert not any("считаю сам" in item.get("text", "") for item in system.telegram.messages(ann["id"]))


def served_by_queue(children: list[Child]) -> bool:
    bot = children[1].output
    return "lease=delivery" in bot and bot.rfind("queue.back") > bot.rfind("queue.away")
