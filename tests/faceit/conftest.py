"""A FACEIT of prepared answers and clients that ask it."""

from collections.abc import Callable, Iterator

import pytest

from faceit.client import FaceitClient, build_client, build_local_client
from sandbox.faceit import FaceitStandIn, Options
from settings import Settings
from tests.faceit.answering import Server

Build = Callable[..., FaceitClient]


@pytest.fixture
def server() -> Iterator[Server]:
    """The stand-in for FACEIT."""
    with Server() as running:
        yield running


@pytest.fixture
def tuned(settings: Settings, server: Server) -> Settings:
    """Settings for quick tests: a high rate, a short line, the stand-in's address; no call is cut on a busy machine."""
    faceit = settings.faceit.model_copy(update={"timeout_read": 20.0, "rate_per_second": 200.0, "max_wait": 2.0})
    return settings.model_copy(update={"faceit": faceit, "faceit_base_url": server.url})


@pytest.fixture(params=["redis", "local"])
def client(request: pytest.FixtureRequest, tuned: Settings) -> Iterator[FaceitClient]:
    """A client, once with its state in Redis and once in memory."""
    build: Build = build_client if request.param == "redis" else build_local_client
    built = build(tuned)
    yield built
    built.close()


@pytest.fixture(scope="session")
def running_stand_in() -> Iterator[FaceitStandIn]:
    """The made-up FACEIT with its whole league, without latency and limit."""
    with FaceitStandIn(options=Options(latency_ms=0, rate=None)) as running:
        yield running


@pytest.fixture
def stand_in(running_stand_in: FaceitStandIn) -> FaceitStandIn:
    """The made-up FACEIT, its log of calls empty."""
    running_stand_in.reset()
    return running_stand_in


@pytest.fixture(params=["redis", "local"])
def asking(request: pytest.FixtureRequest, tuned: Settings, stand_in: FaceitStandIn) -> Iterator[FaceitClient]:
    """A client of the made-up FACEIT, once with its state in Redis and once in memory."""
    build: Build = build_client if request.param == "redis" else build_local_client
    built = build(tuned.model_copy(update={"faceit_base_url": stand_in.url}))
    yield built
    built.close()
