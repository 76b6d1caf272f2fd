"""Checks of the keyboards that a bot sends."""

from typing import Any

from .errors import BadRequest

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
_OTHER_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")
_STYLES = {"danger", "success", "primary", "link"}
_SCHEMES = ("http://", "https://", "tg://", "ton://")
_LOCAL_HOSTS = ("localhost", "127.0.0.1")


def check_markup(markup: Any) -> dict[str, Any] | None:
    """A reply markup, checked.

    Returns:
        The markup as sent, or None where it is absent or holds no button.

    Raises:
        BadRequest: Telegram would not take it.
    """
    if markup in (None, "", {}):
        return None
    if not isinstance(markup, dict):
        raise BadRequest("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if not any(name in markup for name in _OTHER_MARKUPS):
            raise BadRequest("can't parse reply keyboard markup JSON object")
        return markup
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list):
        raise BadRequest('field "inline_keyboard" must be of type Array')
    count = 0
    for row in rows:
        if not isinstance(row, list):
            raise BadRequest('field "inline_keyboard" must be an Array of Arrays')
        for button in row:
            _check_button(button)
            count += 1
    if count > 100:
        raise BadRequest("reply markup is too long")
    kept = [row for row in rows if row]
    return {**markup, "inline_keyboard": kept} if kept else None


def given_back(value: Any) -> Any:
    """A message, or what holds messages, as a bot gets it: of all markup only inline keyboards are given back."""
    if not isinstance(value, dict):
        return value
    kept = {key: item for key, item in value.items() if key != "reply_markup" or "inline_keyboard" in item}
    return {key: given_back(item) if key in {"message", "reply_to_message"} else item for key, item in kept.items()}


def find_button(message: dict[str, Any], callback_data: str) -> bool:
    """Whether a message carries a button with this callback data."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return any(button.get("callback_data") == callback_data for row in rows for button in row)


def _check_button(button: Any) -> None:
    refusal = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise BadRequest(f"{refusal}InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadRequest(f'{refusal}field "text" must be a non-empty String')
    actions = [name for name in _ACTIONS if name in button]
    if not actions:
        raise BadRequest(f"{refusal}Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise BadRequest(f"{refusal}exactly one action must be used, found {', '.join(actions)}")
    if button.get("style") not in {None, *_STYLES}:
        raise BadRequest("BUTTON_STYLE_INVALID")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= 64:
        raise BadRequest("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(str(button["url"]))
    copied = button.get("copy_text")
    if copied is not None and not (isinstance(copied, dict) and 1 <= len(str(copied.get("text", ""))) <= 256):
        raise BadRequest("BUTTON_COPY_TEXT_INVALID")


def _check_url(url: str) -> None:
    refusal = f"inline keyboard button URL '{url}' is invalid: "
    scheme, _, rest = url.partition("://")
    if f"{scheme}://".lower() not in _SCHEMES:
        raise BadRequest(f"{refusal}unsupported URL protocol")
    host = rest.partition("/")[0].partition("?")[0].partition(":")[0]
    if scheme.lower() in {"http", "https"} and ("." not in host or host in _LOCAL_HOSTS or " " in url):
        raise BadRequest(f"{refusal}Wrong HTTP URL")
