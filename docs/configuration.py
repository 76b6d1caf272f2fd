"""`python -m docs.configuration` writes docs/configuration.md from settings.toml and settings.py."""

import re
import tomllib
from pathlib import Path
from typing import Any, get_args

from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from settings import TOML, Settings

PATH = Path(__file__).parent / "configuration.md"

ENVIRONMENT = {
    "BOT_TOKEN": "the bot's token from @BotFather; needed",
    "FACEIT_API_KEY": "a server-side key of the FACEIT Data API; needed",
    "REDIS_URL": "`redis://` or `rediss://`; without it `[redis]` counts; `db_tasks` and `db_cache` win over its path",
    "DATABASE_URL": "`postgres://…`; without it `storage.sqlite_path` is used",
    "ADMIN_IDS": "Telegram ids of admins (or of a group of admins), separated by commas; empty: nobody",
    "PORT": "where the pages for admins listen",
    "LOG_LEVEL": "`DEBUG`, `INFO`, `WARNING` or `ERROR`",
    "TELEGRAM_API_URL": "another server of the Bot API",
    "TELEGRAM_WEBHOOK_URL": "public https address of the `web` process; empty: the bot polls",
    "FACEIT_BASE_URL": "another address of the Data API",
    "DASHBOARD_USER": "name to sign in to the pages for admins",
    "DASHBOARD_PASSWORD": "its password; without one the pages are not there",
}
"""Top-level settings: what each is for."""

STARTING = {
    "WORKER_QUEUES": ("as in the Procfile", "queues of a worker, or `all`: one small worker takes everything"),
    "WORKER_THREADS": ("8", "steps that one worker process runs side by side"),
    "WORKER_PROCESSES": ("1", "processes of one worker"),
    "DEMO_PORT": ("8088", "`make demo`: the port of the chat page"),
    "DEMO_LATENCY_MS": ("190", "`make demo`: how long the stand-in of FACEIT takes to answer"),
    "DEMO_AUTOSCALE": ("", "`make demo`: 1 lets the autoscaler run the workers, one to four of a kind"),
    "TEST_REDIS": ("", "`system`: the tests use the installed redis-server"),
}
"""Read by scripts, not by settings.py: default and meaning."""

HEAD = """\
# Configuration

<!-- Written by `python -m docs.configuration` from settings.toml and settings.py; a test compares the two. -->

Every setting has a default in [settings.toml](../settings.toml). An environment variable `SECTION__KEY` overrides it,
for example `TASKS__CLEANUP_HOURS=48`; lists and tables are given as JSON. An unknown key in a section and a value out
of its range are refused when a process starts. `python -m settings` prints what is in force, with secrets masked, and
names what is missing or wrong.

All processes need the same values. Restart all of them after a change.
"""


def comments() -> dict[str, str]:
    """What settings.toml says of each `section.key` (and of each `[section]`) behind its `#`."""
    found: dict[str, str] = {}
    section = ""
    for line in TOML.read_text(encoding="utf-8").splitlines():
        if head := re.match(r"\[(\w+)\]\s*(?:#\s*(.*))?$", line):
            section = head[1]
            found[section] = head[2] or ""
        elif key := re.match(r"(\w+)\s*=", line):
            found[f"{section}.{key[1]}"] = _comment(line)
    return found


def _comment(line: str) -> str:
    """Behind the first `#` outside quotes."""
    quoted = False
    for at, sign in enumerate(line):
        quoted ^= sign == '"'
        if sign == "#" and not quoted:
            return line[at + 1 :].strip()
    return ""


def secret(field: FieldInfo) -> bool:
    """Whether a field must never be shown."""
    return field.annotation is SecretStr


def shown(field: FieldInfo, value: Any) -> str:
    """A default as a cell; a secret one only says whether there is any."""
    if secret(field):
        return "secret, empty" if not value else "secret"
    if value == "":
        return "empty"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, dict):
        return "`{" + ", ".join(f'"{key}": {inner}' for key, inner in value.items()) + "}`"
    if isinstance(value, list):
        return "`[" + ", ".join(f'"{item}"' for item in value) + "]`"
    return f"`{value}`"


def allowed(field: FieldInfo) -> str:
    """The kind of value and its range."""
    if secret(field):
        return "text"
    choices = get_args(field.annotation)
    if choices and all(isinstance(choice, str) for choice in choices):
        return "one of " + ", ".join(choices)
    kind = {bool: "true or false", int: "whole number", float: "number", str: "text"}.get(field.annotation or str, "")
    kind = kind or ("table" if "dict" in str(field.annotation) else "list")
    limits = []
    for rule in field.metadata:
        match rule:
            case Gt(gt=bound):
                limits.append(f"> {bound}")
            case Ge(ge=bound):
                limits.append(f"≥ {bound}")
            case Lt(lt=bound):
                limits.append(f"< {bound}")
            case Le(le=bound):
                limits.append(f"≤ {bound}")
            case MinLen():
                limits.append("not empty")
            case _:
                pass
    return ", ".join([kind, *limits])


def page() -> str:
    """The whole page."""
    said, defaults = comments(), tomllib.loads(TOML.read_text(encoding="utf-8"))
    lines = [HEAD, "## Environment", "", "| variable | default | values | meaning |", "|---|---|---|---|"]
    sections: list[tuple[str, type[BaseModel]]] = []
    for name, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            sections.append((name, field.annotation))
            continue
        default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
        row = (f"`{name.upper()}`", shown(field, default), allowed(field), ENVIRONMENT[name.upper()])
        lines.append("| " + " | ".join(row) + " |")
    lines += ["", "Read by the scripts that start things:", "", "| variable | default | meaning |", "|---|---|---|"]
    lines += [f"| `{name}` | {default or 'empty'} | {words} |" for name, (default, words) in STARTING.items()]
    for section, model in sections:
        about = " ".join((model.__doc__ or "").split())
        note = f" {said[section][0].upper()}{said[section][1:]}." if said.get(section) else ""
        lines += ["", f"## {section}", "", about + note, ""]
        lines += ["| setting | variable | default | values | meaning |", "|---|---|---|---|---|"]
        for name, field in model.model_fields.items():
            key = field.alias or name
            value = shown(field, defaults[section][key])
            meaning = said.get(f"{section}.{key}", "").replace("|", "\\|")
            variable = f"{section}__{key}".upper()
            lines.append(f"| `{section}.{key}` | `{variable}` | {value} | {allowed(field)} | {meaning} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8")
