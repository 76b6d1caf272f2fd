"""From a JSON object to models, or to the error that names the places of another shape."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from faceit.answers import Body
from faceit.errors import FaceitShapeError

M = TypeVar("M", bound=BaseModel)


def one(model: type[M]) -> Callable[[Body, str], M]:
    """A parser for one model. It raises FaceitShapeError with the places that don't fit."""

    def parse(body: Mapping[str, Any], path: str) -> M:
        try:
            return model.model_validate(body)
        except ValidationError as error:
            raise FaceitShapeError(_places(error), status=200, path=path) from None

    return parse


def page(model: type[M]) -> Callable[[Body, str], list[M]]:
    """A parser for the `items` of a page; an odd item is left out, a page of nothing else is another shape."""

    def parse(body: Body, path: str) -> list[M]:
        items = body.get("items")
        if not isinstance(items, list):
            raise FaceitShapeError("items: missing", status=200, path=path)
        found: list[M] = []
        problem = ""
        for item in items:
            try:
                found.append(model.model_validate(item))
            except ValidationError as error:
                problem = problem or _places(error)
        if items and not found:
            raise FaceitShapeError(f"items: {problem}", status=200, path=path)
        return found

    return parse


def counted_page(model: type[M]) -> Callable[[Body, str], tuple[list[M], int]]:
    """As `page`, with how many items FACEIT gave, the odd ones too: fewer than asked for mean the end of the list."""
    parse = page(model)

    def parse_counted(body: Body, path: str) -> tuple[list[M], int]:
        return parse(body, path), len(body["items"])

    return parse_counted


def _places(error: ValidationError) -> str:
    """Where and what kind, without the values."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return ", ".join(f"{'.'.join(map(str, item['loc'])) or 'root'}: {item['type']}" for item in found[:5])
