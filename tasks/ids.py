"""Ids people may have to type: eight characters without look-alikes."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_id() -> str:
    """A random id of 8 characters, about 39 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))
