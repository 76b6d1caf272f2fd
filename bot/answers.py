"""Errors as people read them: what happened and what to do next, without anything internal."""

import traceback
from collections.abc import Mapping
from html import escape
from typing import Any

import structlog

from errors import BotError, InputError
from reports.escape import plain_words
from tasks.records import Failure
from texts.catalogue import Language, TextError, Value, has_text, text

INTERNAL = "internal"
TOAST_CHARACTERS = 200

log = structlog.get_logger(__name__)


class NoLinkError(InputError):
    """A message that should hold a match link holds no link at all."""

    code = "no-link"


class ForeignLinkError(InputError):
    """A message holds links, none of them to a FACEIT match."""

    code = "foreign-link"


class NoNicknameError(InputError):
    """A nickname is needed, and there is nobody to be asked for it."""

    code = "no-nickname"


class PeopleOnlyError(InputError):
    """Asked in the name of a chat, and only people can have it."""

    code = "people-only"


class UnknownTimezoneError(InputError):
    """No time zone is called so."""

    code = "unknown-timezone"

    def __init__(self, query: str) -> None:
        super().__init__("no such zone")
        self.query = query

    def args_for_text(self) -> Mapping[str, str | int | float]:
        """`query`: what was written."""
        return {"query": self.query[:40]}


class FloodError(InputError):
    """More messages in a minute than one person may send."""

    code = "flood"


def error_text(language: Language, error: BaseException) -> str:
    """What to tell a person about an error; an apology without internals for errors nobody meant to raise."""
    if isinstance(error, BotError):
        return code_text(language, error.code, error.args_for_text())
    return text(language, f"error-{INTERNAL}")


def failure_text(language: Language, failure: Failure | None) -> str:
    """What to tell a person about a failed task."""
    return code_text(language, failure.code if failure else INTERNAL, failure.args if failure else {})


def reason_text(language: Language, failure: Failure | None) -> str:
    """The reason of a failure or a retry in a few words."""
    key = f"reason-{failure.code}" if failure else ""
    return text(language, key if has_text(language, key) else f"reason-{INTERNAL}")


def code_text(language: Language, code: str, args: Mapping[str, Any]) -> str:
    """The text of an error code; the apology when this catalogue does not know it."""
    key = f"error-{code}"
    plain: dict[str, Value] = {
        name: escape(plain_words(value)) if isinstance(value, str) else value
        for name, value in args.items()
        if isinstance(value, str | int | float)
    }
    if has_text(language, key):
        try:
            return text(language, key, plain)
        except TextError:
            log.error("text.broken", key=key)
    else:
        log.error("text.missing", key=key)
    return text(language, f"error-{INTERNAL}")


def toast(words: str) -> str:
    """Cut to what Telegram takes in a pop-up."""
    return words if len(words) <= TOAST_CHARACTERS else words[: TOAST_CHARACTERS - 1] + "…"


def log_unexpected(event: str, error: BaseException, **values: Any) -> None:
    """Log where an error came from. Its message stays out: it may quote what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    log.error(event, error=type(error).__name__, places=places, **values)
