"""Advice to a line-up in words: every code has the message `team-advice-<code>` in both catalogues."""

import html

from analysis.report import Statement
from analysis.team.report import TeamLineupReport
from reports.escape import plain_name
from reports.figures import argument
from reports.parts import Block
from texts.catalogue import Language, text

ROLES = ("awp-many", "awp-none")
"""Said beside the roles, not beside the maps."""


def advice_block(report: TeamLineupReport, language: Language) -> Block:
    """What the maps advise, or that they advise nothing."""
    lines = [said(item, language) for item in report.advice if item.code not in ROLES]
    return Block([text(language, "team-advice"), *lines] if lines else [])


def role_advice(report: TeamLineupReport, language: Language) -> list[str]:
    """What the roles advise, as HTML."""
    return [said(item, language) for item in report.advice if item.code in ROLES]


def said(item: Statement, language: Language) -> str:
    """A piece of advice as HTML."""
    return html.escape(statement_text(item, language), quote=False)


def statement_text(item: Statement, language: Language) -> str:
    """A piece of advice as plain text."""
    args = {key: argument(key, value) for key, value in item.args.items()}
    code = item.args.get("map")
    if isinstance(code, str) and args["map"] == code:
        args["map"] = plain_name(code)
    return text(language, f"team-advice-{item.code}", args)
