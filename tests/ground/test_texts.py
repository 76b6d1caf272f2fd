"""Catalogues: the same messages with the same arguments in both languages, and real plurals."""

import importlib
import pkgutil
import re

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

import errors
from texts import LANGUAGES, Language, language_of, text
from texts.catalogue import FOLDER, TextError, has_text


class Arguments(Visitor):
    """Collects the arguments a message needs."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self.referred: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 (Fluent's name)
        """One argument."""
        self.found.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802 (Fluent's name)
        """Another message put in here: its arguments are needed too."""
        self.referred.add(node.id.name)


def messages(language: Language) -> dict[str, set[str]]:
    result: dict[str, set[str]] = {}
    referred: dict[str, set[str]] = {}
    for path in sorted((FOLDER / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text()).body:
            assert not isinstance(entry, ast.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in result, f"{entry.id.name} twice"
                arguments = Arguments()
                arguments.visit(entry)
                result[entry.id.name] = arguments.found
                referred[entry.id.name] = arguments.referred
    return {name: found.union(*(result[other] for other in referred[name])) for name, found in result.items()}


def test_both_languages_have_the_same_messages_and_arguments() -> None:
    assert messages("ru") == messages("en")


def test_nothing_is_left_in_the_other_alphabet() -> None:
    for path in sorted((FOLDER / "en").glob("*.ftl")):
        without_names = re.sub(r"Русский|Язык", "", path.read_text())
        assert not re.search("[а-яА-Я]", without_names), path.name


@pytest.mark.parametrize(
    ("code", "language"), [("ru", "ru"), ("uk", "ru"), ("en-GB", "en"), ("de", "en"), (None, "en"), ("", "en")]
)
def test_language_of_a_person(code: str | None, language: Language) -> None:
    assert language_of(code) == language


def test_a_missing_message_or_argument_is_an_error() -> None:
    with pytest.raises(TextError):
        text("en", "no-such-message")
    with pytest.raises(TextError):
        text("en", "op-players")


PACKAGES = ("actors", "analysis", "bot", "cli", "faceit", "monitoring", "pipelines", "reports", "storage", "tasks")
STARTERS = {"actors.scheduler", "actors.worker", "bot.__main__"}
"""Modules that start a process when they are loaded."""


def every_error() -> set[type[errors.BotError]]:
    """All errors of the project, wherever they are."""
    for package in PACKAGES:
        module = importlib.import_module(package)
        for found in pkgutil.walk_packages(module.__path__, f"{package}."):
            if found.name not in STARTERS:
                importlib.import_module(found.name)
    kinds, new = {errors.BotError}, {errors.BotError}
    while new:
        new = {child for kind in new for child in kind.__subclasses__()} - kinds
        kinds |= new
    return {kind for kind in kinds if not kind.__module__.startswith("tests.")}


def test_every_error_has_a_text() -> None:
    codes = {kind.code for kind in every_error()}
    assert {"bulk-empty", "bulk-no-history", "no-link"} <= codes
    codes |= {"poison", "deadline", "queue-timeout", "message-lost", "unknown-actor", "expired", "time-limit"}
    for language in LANGUAGES:
        missing = {code for code in codes if not has_text(language, f"error-{code}")}
        assert not missing, (language, missing)
