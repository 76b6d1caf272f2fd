"""What Telegram takes and refuses in messages, as a real bot sees it."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReactionTypeEmoji,
    ReplyParameters,
)

from sandbox.telegram import TelegramStandIn

Person = dict[str, Any]
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x05\x00\x00\x00\x02\xd0\x08\x06\x00\x00\x00"
    b"\r\n--tricky\r\nbytes\x00\xff"
)


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    """One row of buttons."""
    return InlineKeyboardMarkup(inline_keyboard=[list(buttons)])


async def test_html_becomes_text_and_entities(bot: Bot, anya: Person) -> None:
    source = "😀 <b>жирный <i>оба</i></b> &lt;ник&gt; <blockquote expandable>подробно</blockquote>"
    message = await bot.send_message(anya["id"], source, parse_mode="HTML")
    assert message.text == "😀 жирный оба <ник> подробно"
    assert message.html_text == source
    assert message.entities is not None
    assert (message.entities[0].offset, message.entities[0].length) == (3, 10)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'expected "</i>", found "</b>"'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("x </b>", "Unexpected end tag at byte offset 2"),
        ("я < 5", 'Unsupported start tag "" at byte offset 3'),
        ("<span>x</span>", 'must have class "tg-spoiler"'),
    ],
)
async def test_wrong_html_is_refused(bot: Bot, anya: Person, text: str, reason: str) -> None:
    with pytest.raises(TelegramBadRequest) as refusal:
        await bot.send_message(anya["id"], text, parse_mode="HTML")
    assert "can't parse entities: " in str(refusal.value)
    assert reason in str(refusal.value)


async def test_lengths_count_after_the_markup(bot: Bot, anya: Person) -> None:
    assert await bot.send_message(anya["id"], f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.send_message(anya["id"], "x" * 4097)
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await bot.send_message(anya["id"], "<b> </b>\n", parse_mode="HTML")
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_photo(anya["id"], BufferedInputFile(PNG, "a.png"), caption="x" * 1025)


async def test_editing_refuses_what_telegram_refuses(telegram: TelegramStandIn, bot: Bot, anya: Person) -> None:
    chat = anya["id"]
    own = telegram.send_text(anya, "mine")
    markup = keyboard(InlineKeyboardButton(text="Stop", callback_data="stop", style="danger"))
    sent = await bot.send_message(chat, "one", reply_markup=markup)
    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new message content"):
        await sent.edit_text("one", reply_markup=markup)
    await sent.edit_text("one")
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await sent.edit_reply_markup(reply_markup=None)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("x", chat_id=chat, message_id=own["message_id"])
    await sent.delete()
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await sent.edit_text("two")
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await sent.delete()


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (InlineKeyboardButton(text="x", callback_data="я" * 33), "BUTTON_DATA_INVALID"),
        (InlineKeyboardButton(text="x"), "Text buttons are unallowed in the inline keyboard"),
        (InlineKeyboardButton(text="x", url="https://a.io", callback_data="y"), "exactly one action"),
        (InlineKeyboardButton(text="x", url="http://localhost:8000"), "Wrong HTTP URL"),
        (InlineKeyboardButton(text="x", url="file:///etc"), "unsupported URL protocol"),
        (InlineKeyboardButton(text="x", copy_text=CopyTextButton(text="y" * 257)), "BUTTON_COPY_TEXT_INVALID"),
    ],
)
async def test_wrong_buttons_are_refused(bot: Bot, anya: Person, button: InlineKeyboardButton, reason: str) -> None:
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.send_message(anya["id"], "x", reply_markup=keyboard(button))


async def test_replies(bot: Bot, anya: Person) -> None:
    first = await bot.send_message(anya["id"], "first")
    reply = await bot.send_message(anya["id"], "second", reply_parameters=ReplyParameters(message_id=first.message_id))
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.text == "first"
    missing = ReplyParameters(message_id=999)
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(anya["id"], "x", reply_parameters=missing)
    missing = ReplyParameters(message_id=999, allow_sending_without_reply=True)
    assert (await bot.send_message(anya["id"], "x", reply_parameters=missing)).reply_to_message is None


async def test_pictures_are_uploaded_once_and_reused(bot: Bot, anya: Person) -> None:
    sent = await bot.send_photo(
        anya["id"], BufferedInputFile(PNG, "card.png"), caption="<b>card</b>", parse_mode="HTML"
    )
    assert sent.photo is not None
    full = sent.photo[-1]
    assert (full.width, full.height, full.file_size) == (1280, 720, len(PNG))
    again = await bot.send_photo(anya["id"], full.file_id)
    assert again.photo is not None
    assert again.photo[-1].file_id == full.file_id
    downloaded = await bot.download(full.file_id)
    assert downloaded is not None
    assert downloaded.read() == PNG
    await sent.edit_caption(caption="new")
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await bot.send_photo(anya["id"], "unknown")
    with pytest.raises(TelegramBadRequest, match="can't use file of type Photo as Document"):
        await bot.send_document(anya["id"], full.file_id)
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await bot.send_photo(anya["id"], BufferedInputFile(b"not a picture", "x.png"))
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await sent.edit_text("text")


async def test_documents_keep_name_and_bytes(bot: Bot, anya: Person) -> None:
    sent = await bot.send_document(anya["id"], BufferedInputFile(b'{"a": 1}\r\n', "данные.json"))
    assert sent.document is not None
    assert sent.document.file_name == "данные.json"
    downloaded = await bot.download(sent.document.file_id)
    assert downloaded is not None
    assert downloaded.read() == b'{"a": 1}\r\n'


async def test_reactions(telegram: TelegramStandIn, bot: Bot, anya: Person) -> None:
    message = telegram.send_text(anya, "link")
    assert await bot.set_message_reaction(anya["id"], message["message_id"], [ReactionTypeEmoji(emoji="👀")])
    with pytest.raises(TelegramBadRequest, match="REACTION_INVALID"):
        await bot.set_message_reaction(anya["id"], message["message_id"], [ReactionTypeEmoji(emoji="🧪")])


async def test_history_is_bounded(telegram: TelegramStandIn, anya: Person) -> None:
    for number in range(510):
        telegram.send_text(anya, str(number))
    kept = telegram.messages(anya["id"])
    assert len(kept) == 500
    assert kept[-1]["text"] == "509"
