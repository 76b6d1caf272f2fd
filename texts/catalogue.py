"""Look-up of catalogue messages. `texts/<language>/*.ftl` are read once a process."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from fluent.runtime import FluentBundle, FluentResource

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = ("ru", "en")
FOLDER = Path(__file__).parent

Value = str | int | float


class TextError(LookupError):
    """A message is missing from a catalogue or could not be formatted; a mistake of ours, found by tests."""


def language_of(code: str | None) -> Language:
    """The language to speak with a Telegram `language_code`: Russian for those who likely read it, else English."""
    primary = (code or "").split("-")[0].lower()
    return "ru" if primary in {"ru", "uk", "be", "kk"} else "en"


@lru_cache(maxsize=2)
def bundle(language: Language) -> FluentBundle:
    """All messages of one language. Names are isolated by whoever writes them, so Fluent does not isolate."""
    result = FluentBundle([language], use_isolating=False)
    for path in sorted((FOLDER / language).glob("*.ftl")):
        result.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return result


def read_all() -> None:
    """Read every language now: half a second of work, which an event loop should not meet at its first text."""
    for language in LANGUAGES:
        bundle(language)


def text(language: Language, key: str, args: Mapping[str, Value] | None = None, /, **more: Value) -> str:
    """The message `key` in `language`, plain or HTML as the catalogue wrote it; arguments are put in as they are.

    Raises TextError when the message is missing or an argument is.
    """
    source = bundle(language)
    if not source.has_message(key):
        raise TextError(f"no message {key!r} in {language}")
    message = source.get_message(key)
    if message.value is None:
        raise TextError(f"message {key!r} in {language} has no value")
    result, errors = source.format_pattern(message.value, {**(args or {}), **more})
    if errors:
        raise TextError(f"message {key!r} in {language}: {errors[0]}")
    return cast(str, result)


def has_text(language: Language, key: str) -> bool:
    """Whether the catalogue has this message."""
    return bool(bundle(language).has_message(key))
