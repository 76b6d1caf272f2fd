"""The watch's words: a finding that began, one that is over, the list of both, and the buttons under them."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import IntEnum
from html import escape

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.watch_states import Watched
from bot.watch_store import ALL, NOTICES
from pipelines.overview.model import Finding
from texts.catalogue import Language, has_text, text

MOST = 8
"""Findings that get buttons of their own in the list."""


class Hours(IntEnum):
    """What the mute buttons offer; 0 speaks again."""

    SPEAK = 0
    ONE = 1
    EIGHT = 8


class MuteButton(CallbackData, prefix="w", sep="|"):
    """Be silent about a finding for some hours. Telegram carries 64 bytes: `finding` is a short name of its key."""

    hours: int
    finding: str


def short_name(key: str) -> str:
    """A key that fits into a button; ALL stays."""
    return key if key == ALL else hashlib.blake2s(key.encode(), digest_size=8).hexdigest()


def what(language: Language, finding: Finding) -> str:
    """The finding in words, HTML. One of another release is called by its code."""
    key = f"finding-{finding.code}"
    if not has_text(language, key):
        return f"<code>{escape(finding.code)}</code>"
    return text(language, key, {name: escape(value) for name, value in finding.args.items()})


def began(language: Language, one: Watched) -> str:
    """Word that a finding is there."""
    words = text(
        language,
        "watch-began",
        what=what(language, one.finding),
        since=clock(one.since),
        level="bad" if one.finding.bad else "look",
    )
    return words if not one.story else f"{words}\n{text(language, 'watch-again', times=one.story + 1)}"


def over(language: Language, one: Watched) -> str:
    """Word that it is over, and how long it lasted."""
    words = text(language, "watch-over", what=what(language, one.finding), lasted=duration(language, one.lasted_s))
    return words if not one.back else f"{words}\n{text(language, 'watch-back', times=one.back)}"


def listing(language: Language, known: Mapping[str, Watched], muted: Mapping[str, int]) -> str:
    """/admin_alerts: what is there, and what is not spoken of until when (UTC)."""
    active = {key: one for key, one in known.items() if one.active}
    lines = [text(language, "watch-title")]
    for number, (key, one) in enumerate(sorted(active.items()), 1):
        silent = f" · {text(language, 'watch-muted-until', until=clock(muted[key]))}" if key in muted else ""
        lines.append(
            f"{number}. {what(language, one.finding)} · {text(language, 'watch-since', since=clock(one.since))}{silent}"
        )
    if not active:
        lines.append(text(language, "watch-nothing"))
    if ALL in muted:
        lines.append(text(language, "watch-all-muted", until=clock(muted[ALL])))
    for key, until in sorted(muted.items()):
        if key != ALL and key not in active:
            name = text(language, f"watch-kind-{key}") if key in NOTICES else f"<code>{escape(key)}</code>"
            lines.append(text(language, "watch-also-muted", what=name, until=clock(until)))
    return "\n".join(lines)


def mute_buttons(language: Language, key: str = ALL, number: int | None = None) -> list[InlineKeyboardButton]:
    """Buttons to be silent for an hour, for eight, and to speak again; `number`: of the finding in the list."""
    head = "" if number is None else f"{number}. "
    return [
        InlineKeyboardButton(
            text=head + text(language, f"watch-button-{hours.value}"),
            callback_data=MuteButton(hours=hours.value, finding=short_name(key)).pack(),
        )
        for hours in (Hours.ONE, Hours.EIGHT, Hours.SPEAK)
    ]


def mute_keyboard(language: Language, key: str) -> InlineKeyboardMarkup:
    """The same as what stands under an alert."""
    return InlineKeyboardMarkup(inline_keyboard=[mute_buttons(language, key)])


def list_keyboard(language: Language, known: Mapping[str, Watched]) -> InlineKeyboardMarkup:
    """Buttons for each finding that is there, and for all."""
    active = sorted(key for key, one in known.items() if one.active)[:MOST]
    rows = [mute_buttons(language, key, number) for number, key in enumerate(active, 1)]
    everything = [
        InlineKeyboardButton(
            text=text(language, f"watch-button-all-{hours.value}"),
            callback_data=MuteButton(hours=hours.value, finding=ALL).pack(),
        )
        for hours in (Hours.ONE, Hours.EIGHT, Hours.SPEAK)
    ]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, everything])


def clock(at_ms: int) -> str:
    """Hours and minutes, UTC."""
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC):%H:%M}"


def duration(language: Language, seconds: float) -> str:
    """E.g. 1 h 5 min, 3 min, 40 s."""
    whole = round(seconds)
    if whole < 60:
        return text(language, "watch-seconds", seconds=str(whole))
    hours, minutes = divmod(whole // 60, 60)
    if not hours:
        return text(language, "watch-minutes", minutes=str(minutes))
    return text(language, "watch-hours", hours=str(hours), minutes=str(minutes))
