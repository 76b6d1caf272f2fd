"""A lock with hashes must pin what asks for an extra *with* the extra: pip looks for the newest release otherwise, and
refuses it as soon as one newer than the pin is published."""

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def pinned(lock: str) -> dict[str, set[str]]:
    lines = re.findall(r"^([a-z0-9][^ \\\n;]*)==", (ROOT / lock).read_text(), re.MULTILINE)
    found = [Requirement(line) for line in lines]
    return {canonicalize_name(each.name): each.extras for each in found}


def asked_for(pins: dict[str, set[str]]) -> set[tuple[str, str, str]]:
    """Which package wants which extra of which other, among what is installed of a lock."""
    wanted: set[tuple[str, str, str]] = set()
    for name, extras in pins.items():
        try:
            requires = metadata.requires(name) or ()
        except metadata.PackageNotFoundError:  # for another platform
            continue
        for text in requires:
            need = Requirement(text)
            holds = need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in {"", *extras})
            if holds:
                wanted |= {(name, canonicalize_name(need.name), extra) for extra in need.extras}
    return wanted


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_extra_asked_for_is_pinned_with_it(lock: str) -> None:
    pins = pinned(lock)
    missing = {need for need in asked_for(pins) if need[2] not in pins.get(need[1], set())}
    assert not missing


def test_the_dev_lock_has_such_a_need() -> None:
    assert ("pytest-cov", "coverage", "toml") in asked_for(pinned("requirements-dev.txt"))
