"""Buttons under a report on oneself: make it anew, look less or more deep. Whoever presses gets the own one."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from analysis.user.depth import DEPTHS
from analysis.user.report import UserReport
from bot.callbacks import StatsButton
from bot.keyboards import rows
from texts.catalogue import Language, text


def under_report(language: Language, report: UserReport) -> InlineKeyboardMarkup:
    """Refresh, and the depths with the present one marked."""
    again = StatsButton(depth=report.depth, again=True).pack()
    return rows(
        [InlineKeyboardButton(text=text(language, "button-refresh"), callback_data=again)],
        [_depth(language, depth, chosen=depth == report.depth) for depth in DEPTHS],
    )


def _depth(language: Language, depth: int, *, chosen: bool) -> InlineKeyboardButton:
    key = "button-stats-chosen" if chosen else "button-stats-depth"
    return InlineKeyboardButton(
        text=text(language, key, matches=depth), callback_data=StatsButton(depth=depth, again=chosen).pack()
    )
