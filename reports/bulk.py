"""The report of many matches: totals first, then a line a match, in pages that carry their own buttons."""

from collections.abc import Sequence

from analysis.bulk.report import BulkReport, BulkRow
from reports.bulk_lines import failed_block, row_line
from reports.bulk_totals import totals_block
from reports.parts import Block, join
from texts.catalogue import Language, text

PAGE = 25
"""Matches of one message: half of what fits, so that a button stands near its match."""


def render(report: BulkReport, *, language: Language) -> list[str]:
    """The parts of all pages, in order."""
    return [part for page in render_pages(report, language=language) for part in page]


def render_pages(report: BulkReport, *, language: Language) -> list[list[str]]:
    """For each page of `pages` its parts, usually one, as Telegram HTML within Telegram's limit; totals come first."""
    chunks = pages(report)
    found = []
    for number, rows in enumerate(chunks):
        blocks = [totals_block(report, language), failed_block(report, language)] if number == 0 else []
        lines = [row_line(number * PAGE + at, row, language) for at, row in enumerate(rows, 1)]
        if lines:
            blocks.append(Block([text(language, "bulk-rows-title"), *lines]))
        if number == len(chunks) - 1:
            blocks.append(Block([f"<i>{text(language, 'report-footer')}</i>"]))
        found.append(join([block for block in blocks if block.lines]))
    return found


def pages(report: BulkReport) -> list[Sequence[BulkRow]]:
    """The matches of each message; one page without any when nothing could be analysed."""
    rows = report.matches
    return [rows[start : start + PAGE] for start in range(0, len(rows), PAGE)] or [[]]
