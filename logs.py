"""structlog for every process: event names with values as keys, secrets and people redacted."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

import structlog

from settings import Settings

PERSONAL = frozenset(
    {"nickname", "nick", "name", "username", "first_name", "last_name", "text", "title", "player", "owner"}
)
SECRET_KEYS = re.compile(r"token|password|secret|api_key|authorization", re.IGNORECASE)
PATTERNS = (
    (re.compile(r"\b\d{6,12}:[A-Za-z0-9_-]{30,}\b"), "<token>"),
    (re.compile(r"(?i)bearer\s+[^\s'\"]+"), "Bearer <key>"),
    (re.compile(r"(?i)(rediss?|postgres(?:ql)?)://[^@\s/]*@"), r"\1://<password>@"),
    (re.compile(r"(?i)(nickname=)[^&\s'\"]+"), r"\1<name>"),
)
HIDDEN = "<hidden>"


def redact(text: str, secrets: frozenset[str] = frozenset()) -> str:
    """`text` without tokens, keys, passwords in URLs, nicknames in queries and the given secrets."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    for pattern, replacement in PATTERNS:
        text = pattern.sub(replacement, text)
    return text


def secrets_of(settings: Settings) -> frozenset[str]:
    """The secret values that must never be printed."""
    values = (
        settings.bot_token, settings.faceit_api_key, settings.dashboard_password, settings.redis.password,
        settings.privacy.hash_key, settings.web.metrics_token,
    )  # fmt: skip
    address = urlsplit(settings.database_url.get_secret_value())
    found = [*(value.get_secret_value() for value in values), address.password or ""]
    return frozenset(value for value in found if len(value) >= 4)


class Redactor:
    """structlog processor: values of personal and secret keys are hidden, everything else is scrubbed."""

    def __init__(self, secrets: frozenset[str]) -> None:
        self._secrets = secrets

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key, value in event.items():
            if key in PERSONAL or SECRET_KEYS.search(key):
                event[key] = HIDDEN
            elif isinstance(value, str):
                event[key] = redact(value, self._secrets)
            elif isinstance(value, BaseException):
                event[key] = redact(repr(value), self._secrets)
        return event


def configure(settings: Settings) -> None:
    """Set up structlog and the standard library's logging once a process; lines go to stderr."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.processors.UnicodeDecoder(),
        Redactor(secrets_of(settings)),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if settings.logs.json_lines
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    for noisy in ("urllib3", "aiogram.event", "asyncio", "aiosqlite"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
