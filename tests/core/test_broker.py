"""The broker's own ways: signals as in Dramatiq, delay queues looked at seldom."""

from typing import Any

import pytest
from dramatiq import Broker, Message, Middleware
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import SkipMessage, TimeLimitExceeded

from actors.consumer import DELAY_POLL_MS, RunBroker, RunConsumer
from connections import BROKER_NAMESPACE


class Note(Middleware):
    """Notes what it hears, in the order of hearing."""

    def __init__(self, name: str, heard: list[str]) -> None:
        self.name = name
        self.heard = heard

    def before_process_message(self, broker: Broker, message: Any) -> None:
        self.heard.append(f"{self.name} before")

    def after_process_message(
        self, broker: Broker, message: Any, *, result: Any = None, exception: BaseException | None = None
    ) -> None:
        self.heard.append(f"{self.name} after {result}")

    after_skip_message = after_process_message


class Broken(Middleware):
    """Fails where errors are swallowed."""

    def before_process_message(self, broker: Broker, message: Any) -> None:
        raise ZeroDivisionError

    def after_process_message(
        self, broker: Broker, message: Any, *, result: Any = None, exception: BaseException | None = None
    ) -> None:
        raise ZeroDivisionError


class Struck(Middleware):
    """Is interrupted after a message."""

    def after_process_message(
        self, broker: Broker, message: Any, *, result: Any = None, exception: BaseException | None = None
    ) -> None:
        raise TimeLimitExceeded


class Skip(Middleware):
    """Skips every message."""

    def before_process_message(self, broker: Broker, message: Any) -> None:
        raise SkipMessage("told to")


def signals(broker: RedisBroker, heard: list[str]) -> list[str]:
    """What is heard of a message's signals, one middleware joining late."""
    message: Any = Message("q", "a", (), {}, {})
    broker.emit_before("process_message", message)
    broker.add_middleware(Note("late", heard))
    broker.emit_after("process_message", message, result=1)
    broker.emit_after("skip_message", message)
    broker.emit_before("ack", message)
    broker.add_middleware(Skip())
    with pytest.raises(SkipMessage):
        broker.emit_before("process_message", message)
    return heard


def test_signals_are_heard_as_in_dramatiq() -> None:
    theirs: list[str] = []
    ours: list[str] = []
    expected = signals(RedisBroker(middleware=[Note("a", theirs), Broken(), Note("b", theirs)]), theirs)
    assert signals(RunBroker(middleware=[Note("a", ours), Broken(), Note("b", ours)]), ours) == expected
    assert expected[:2] == ["a before", "b before"]


def test_an_interrupt_ends_a_listener_and_not_its_thread() -> None:
    heard: list[str] = []
    RunBroker(middleware=[Note("a", heard), Struck()]).emit_after("process_message", None, result=1)
    assert heard == ["a after 1"]


def test_delay_queues_are_looked_at_seldom() -> None:
    broker = RunBroker(middleware=[], namespace=BROKER_NAMESPACE)
    patient, quick = broker.consume("q.DQ", timeout=50), broker.consume("q", timeout=50)
    assert isinstance(patient, RunConsumer) and isinstance(quick, RunConsumer)
    assert (patient.timeout, quick.timeout) == (DELAY_POLL_MS, 50)
