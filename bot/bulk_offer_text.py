"""What a bulk will cost, said before it starts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import BulkButton
from bot.keyboards import rows
from bot.progress_text import duration
from faceit.supply import HOUR_S
from pipelines.bulk import BRIEF, STANDARD, BulkSubject
from texts.catalogue import Language, text

LINES_SHOWN = 10


@dataclass(frozen=True)
class Found:
    """What was read: notes about lines that are left out, and the player whose matches are meant."""

    subject: BulkSubject = field(repr=False)
    player: str = field(default="", repr=False)
    duplicates: int = 0
    bad: Sequence[tuple[int, str]] = field(default=(), repr=False)
    other_games: Sequence[int] = ()
    dropped: int = 0


@dataclass(frozen=True)
class Hour:
    """Calls that bulk work may still make this hour, those of a whole one, and seconds until the next."""

    left: int
    whole: int
    ends_s: float


@dataclass(frozen=True)
class Means:
    """What there is to spend: calls left today (None: any number), of how many, calls a second, and FACEIT's hour."""

    left: int | None
    limit: int
    rate: float
    hour: Hour

    def pauses(self, calls: int) -> bool:
        """Whether so many calls are more than this hour has left for bulk."""
        return calls > self.hour.left

    def seconds(self, calls: int) -> float:
        """How long so many calls take while nobody else asks: each hour as many as it gives, at the full rate."""
        if not self.pauses(calls):
            return max(1.0, calls / self.rate)
        hours, rest = divmod(calls - self.hour.left, max(1, self.hour.whole))
        return self.hour.ends_s + hours * HOUR_S + rest / self.rate


def offer(language: Language, found: Found, means: Means) -> str:
    """Matches, what is left out and why, calls and time of both depths. `found.player` comes escaped."""
    subject = found.subject
    if subject.player:
        lines = [text(language, "bulk-offer-last", count=str(subject.count), player=found.player)]
    else:
        lines = [text(language, "bulk-offer-list", count=str(subject.size))]
    lines += _left_out(language, found)
    lines.append("")
    for depth in (BRIEF, STANDARD):
        calls = subject.calls(depth)
        took = duration(language, means.seconds(calls))
        lines.append(text(language, f"bulk-offer-{depth}", calls=str(calls), time=took))
    lines += _pause(language, subject, means)
    lines.append(text(language, "bulk-offer-unfinished"))
    if means.left is not None:
        lines.append(text(language, "bulk-offer-allowance", left=str(means.left), limit=str(means.limit)))
        if subject.calls(BRIEF) > means.left:
            lines.append(text(language, "bulk-offer-too-much"))
        elif subject.calls(STANDARD) > means.left:
            lines.append(text(language, "bulk-offer-brief-only"))
    return "\n".join(lines)


def _pause(language: Language, subject: BulkSubject, means: Means) -> list[str]:
    """That the hour's calls will not suffice, of the deep one only or of both, and when it goes on."""
    which = next((depth for depth in (BRIEF, STANDARD) if means.pauses(subject.calls(depth))), None)
    if which is None:
        return []
    minutes = math.ceil(means.hour.ends_s / 60)
    return [text(language, f"bulk-offer-pause-{which}", left=str(means.hour.left), minutes=minutes)]


def _left_out(language: Language, found: Found) -> list[str]:
    lines = []
    if found.duplicates:
        lines.append(text(language, "bulk-offer-duplicates", count=str(found.duplicates)))
    if found.dropped:
        lines.append(
            text(language, "bulk-offer-dropped", count=str(found.dropped), limit=str(found.subject.size)),
        )
    for key, numbers in (("bad", [number for number, _ in found.bad]), ("other-games", list(found.other_games))):
        if numbers:
            shown = ", ".join(map(str, numbers[:LINES_SHOWN])) + ("…" if len(numbers) > LINES_SHOWN else "")
            lines.append(text(language, f"bulk-offer-{key}", lines=shown, count=len(numbers)))
    return lines


def buttons(language: Language, name: str, subject: BulkSubject, means: Means) -> InlineKeyboardMarkup:
    """A button a depth that can be paid, and one to leave it."""
    starts = [
        InlineKeyboardButton(
            text=text(language, f"button-bulk-{depth}"),
            callback_data=BulkButton(offer=name, depth=depth).pack(),
            style=ButtonStyle.SUCCESS.value if depth == BRIEF else None,
        )
        for depth in (BRIEF, STANDARD)
        if means.left is None or subject.calls(depth) <= means.left
    ]
    leave = InlineKeyboardButton(
        text=text(language, "button-bulk-leave"), callback_data=BulkButton(offer=name, depth="").pack()
    )
    return rows(*([starts] if starts else []), [leave])
