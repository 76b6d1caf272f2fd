"""Identifiers that follow from the seed alone."""

import random
import uuid


def rng_for(*parts: object) -> random.Random:
    """Return a random source of its own for one subject, such as ``rng_for(seed, "season")``."""
    return random.Random("/".join(str(part) for part in parts))


def uuid_from(rng: random.Random) -> str:
    """Return the next version 4 uuid of a random source."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def match_id_from(rng: random.Random) -> str:
    """Return a match id: the prefix ``1-`` belongs to it."""
    return f"1-{uuid_from(rng)}"


def scenario_match_id(seed: int, name: str) -> str:
    """Return the match id of a named scenario, the same whatever the time and the size of the league."""
    return match_id_from(rng_for(seed, "scenario", name))


def steam_id_from(rng: random.Random) -> str:
    """Return a 17-digit Steam id."""
    return str(76561190000000000 + rng.randrange(10_000_000_000))


def picture(*parts: object) -> str:
    """Return an address of a picture that exists nowhere."""
    return f"https://example.org/{rng_for('picture', *parts).getrandbits(48):012x}.jpg"
