"""Colours of a heat map: how many matches a cell holds, against the fullest one. The number always stands inside."""

from reports.pictures.palette import INK, ONE, TEXT, Colour

FAINT: Colour = (0x2C, 0x4A, 0x63)
"""The colour of the least: still apart from an empty cell."""

BRIGHT = 0.55
"""From here on dark words are easier to read than light ones."""


def shade(share: float) -> Colour:
    """From faint to full blue; `share` is 0..1 of the fullest cell."""
    red, green, blue = (round(low + (high - low) * share) for low, high in zip(FAINT, ONE, strict=True))
    return red, green, blue


def ink(share: float) -> Colour:
    """The colour of words on that shade."""
    return INK if share > BRIGHT else TEXT
