"""Redaction: no token, key, password or name reaches a log line."""

import io
import json
import logging

import pytest
import structlog

import logs
from settings import Settings

TOKEN = "123456:TESTTOKENTESTTOKENTESTTOKENTESTTOKE"


@pytest.fixture
def lines(settings: Settings) -> "io.StringIO":
    as_json = settings.logs.model_copy(update={"json_lines": True})
    logs.configure(settings.model_copy(update={"logs": as_json}))
    stream = io.StringIO()
    handler = logging.getLogger().handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    return stream


@pytest.mark.parametrize(
    "hidden",
    [
        TOKEN,
        "test-key-of-the-stand-in",
        "redis://:hunter2@host",
        "Authorization: Bearer abcdef",
        "GET /players?nickname=s1mple&game=cs2",
    ],
)
def test_secrets_and_names_are_hidden_wherever_they_stand(lines: io.StringIO, hidden: str) -> None:
    structlog.get_logger("x").warning("something", url=f"before {hidden} after")
    logging.getLogger("library").error("plain %s", hidden)
    try:
        raise RuntimeError(hidden)
    except RuntimeError:
        structlog.get_logger("x").exception("broke")
    written = lines.getvalue()
    for secret in (TOKEN, "test-key-of-the-stand-in", "hunter2", "abcdef", "s1mple"):
        assert secret not in written
    assert len(written.splitlines()) == 3


def test_values_of_personal_keys_are_hidden(lines: io.StringIO) -> None:
    structlog.get_logger("x").info("seen", nickname="s1mple", bot_token="abc", run="r1")
    entry = json.loads(lines.getvalue())
    assert (entry["nickname"], entry["bot_token"], entry["run"]) == (logs.HIDDEN, logs.HIDDEN, "r1")
