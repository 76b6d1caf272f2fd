"""Inline keyboards that offer a choice: a player, a yes or a no, a language."""

from collections.abc import Sequence

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import ForgetButton, LanguageButton, LinkButton, PlayerButton
from bot.keyboards import rows
from reports.escape import plain_words
from texts.catalogue import LANGUAGES, Language, text

Candidate = tuple[str, str, int | None]
"""A player id, the nickname and the level."""
NAME_WIDTH = 40


def candidates(language: Language, players: Sequence[Candidate], *, link: bool = False) -> InlineKeyboardMarkup | None:
    """A button a player that fits what was asked for; `link`: to be tied to the account, else to be analysed."""
    buttons = []
    for player_id, nickname, level in players:
        shown = plain_words(nickname, NAME_WIDTH) or "?"
        words = f"{shown} · {text(language, 'level', level=str(level))}" if level else shown
        data = LinkButton(player=player_id) if link else PlayerButton(player=player_id)
        buttons.append([InlineKeyboardButton(text=words, callback_data=data.pack())])
    if link and buttons:
        none = LinkButton(player="").pack()
        buttons.append([InlineKeyboardButton(text=text(language, "button-none-of-them"), callback_data=none)])
    return rows(*buttons) if buttons else None


def confirm_link(language: Language, player_id: str) -> InlineKeyboardMarkup:
    """Whether the player shown is the person."""
    return rows(
        [
            InlineKeyboardButton(
                text=text(language, "button-thats-me"),
                callback_data=LinkButton(player=player_id).pack(),
                style=ButtonStyle.SUCCESS.value,
            ),
            InlineKeyboardButton(text=text(language, "button-not-me"), callback_data=LinkButton(player="").pack()),
        ]
    )


def confirm_forget(language: Language) -> InlineKeyboardMarkup:
    """Whether everything is really to be forgotten."""
    return rows(
        [
            InlineKeyboardButton(
                text=text(language, "button-forget"),
                callback_data=ForgetButton(sure=True).pack(),
                style=ButtonStyle.DANGER.value,
            ),
            InlineKeyboardButton(text=text(language, "button-keep"), callback_data=ForgetButton(sure=False).pack()),
        ]
    )


def languages(chosen: Language) -> InlineKeyboardMarkup:
    """The languages to choose from, each in its own words."""
    return rows(
        [
            InlineKeyboardButton(
                text=("✅ " if code == chosen else "") + text(chosen, f"lang-{code}"),
                callback_data=LanguageButton(code=code).pack(),
            )
            for code in LANGUAGES
        ]
    )
