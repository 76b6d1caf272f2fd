"""What the pages name is there: links, images, anchors, make commands, chat commands, settings."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands import ADMIN, PRIVATE
from settings import Settings
from tests.processes import ROOT

SKIPPED = {".venv", ".git", ".pytest_cache", ".hypothesis", "node_modules"}
PAGES = sorted(path for path in ROOT.rglob("*.md") if not SKIPPED & set(path.relative_to(ROOT).parts))
NAMES = [str(path.relative_to(ROOT)) for path in PAGES]
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)|\b(?:src|href)=\"([^\"]+)\"")
SETTING = re.compile(r"`([a-z]+)\.([a-z][a-z0-9_]*)`")
VARIABLE = re.compile(r"`([A-Z]+)__([A-Z][A-Z0-9_]*)(?:=[^`]*)?`")
SECTIONS = {name: field.annotation for name, field in Settings.model_fields.items() if field.is_required()}
FENCED = re.compile(r"^```.*?^```$", re.M | re.S)


def links(page: str) -> Iterator[str]:
    """Targets that stand in the repository."""
    for hit in LINK.finditer(FENCED.sub("", page)):
        target = hit[1] or hit[2]
        if not re.match(r"[a-z]+:|//", target):
            yield target


def anchors(page: str) -> set[str]:
    """The names that a page's headings get."""
    heads = re.findall(r"^#+ (.+)$", FENCED.sub("", page), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def broken(path: Path) -> list[str]:
    """Links of a page that lead nowhere."""
    found = []
    for target in links(path.read_text()):
        file, _, anchor = target.partition("#")
        place = (path.parent / file).resolve() if file else path
        if not place.exists() or (anchor and anchor not in anchors(place.read_text())):
            found.append(target)
    return found


def keys(section: str) -> set[str]:
    """Names of a section's settings, as settings.toml has them."""
    fields = getattr(SECTIONS[section], "model_fields", {})
    return {field.alias or name for name, field in fields.items()}


def unknown_settings(page: str) -> list[str]:
    """Settings named in a page that there are not."""
    pairs = set(SETTING.findall(page)) - OTHERS
    named = sorted((section, key) for section, key in pairs if section in SECTIONS and key not in FILES)
    named += [(section.lower(), key.lower()) for section, key in VARIABLE.findall(page) if section != "SECTION"]
    return [f"{section}.{key}" for section, key in named if section not in SECTIONS or key not in keys(section)]


FILES = {"py", "toml", "md"}
"""`settings.toml` is a file, no setting."""

OTHERS = {("faceit", "key_rejected"), ("pictures", "draw")}
"""A log event and an actor, which are written alike."""


@pytest.mark.parametrize("name", NAMES)
def test_links_and_images_are_there(name: str) -> None:
    assert not broken(ROOT / name)


@pytest.mark.parametrize("name", NAMES)
def test_make_commands_are_there(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    page = (ROOT / name).read_text()
    named = {word for line in re.findall(r"(?:`|^)make ([a-z -]+)", page, re.M) for word in line.split()[:1]}
    assert named <= targets


@pytest.mark.parametrize("name", NAMES)
def test_settings_are_there(name: str) -> None:
    assert not unknown_settings((ROOT / name).read_text())


@pytest.mark.parametrize("name", ["docs/guide.ru.md", "docs/guide.en.md", "docs/faq.md", "docs/operations.md"])
def test_chat_commands_are_there(name: str) -> None:
    named = set(re.findall(r"`/([a-z_]+)(?: [^`/]*)?`", (ROOT / name).read_text()))
    pages = {"admin", "dashboard", "metrics", "healthz", "readyz"}
    assert named and named <= {*PRIVATE, *ADMIN, *pages}


def test_both_guides_name_every_command_of_the_same_kind() -> None:
    guides = [(ROOT / "docs" / f"guide.{language}.md").read_text() for language in ("ru", "en")]
    named = [set(re.findall(r"`/([a-z_]+)", guide)) for guide in guides]
    assert named[0] == named[1]
    assert set(PRIVATE) - named[0] <= {"help", "start"}


def test_pictures_of_the_guides_are_small() -> None:
    pictures = list((ROOT / "docs" / "images").glob("guide-*.png"))
    assert pictures and max(picture.stat().st_size for picture in pictures) <= 120 * 1024


def test_what_is_not_there_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One two\n[a](#one-two) [b](#three) [c](gone.md) ![d](x.png) [e](https://example.org)\n")
    assert broken(page) == ["#three", "gone.md", "x.png"]
    assert unknown_settings("`tasks.cleanup_hours` `tasks.gone` `NO__WAY=1` `settings.toml`") == [
        "tasks.gone",
        "no.way",
    ]
