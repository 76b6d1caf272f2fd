"""Nicknames: ordinary ones, and ones that break careless messages."""

import random

SYLLABLES = ("ka", "ro", "vi", "len", "mo", "shi", "dra", "ne", "tu", "zo", "fe", "ri", "bax", "gor", "lu", "py", "xen")
TAILS = ("", "", "", "", "-", "_", "__", "x", "TV", "1337")

HOSTILE_NAMES = (
    "<b>bold</b>&amp;<script>",
    "`tick``tick```",
    "close)](http://[x_*~",
    "\U0001f525\U0001f480\U0001f469\u200d\U0001f680\U0001f1eb\U0001f1ee",
    "\u202egpj.reyalp\u202c\u2066abc\u2069",
    "W" * 200,
)


def nicknames(rng: random.Random, count: int) -> list[str]:
    """Return different nicknames in the manner of the site: letters, digits, dashes, underscores."""
    seen: dict[str, str] = {}
    while len(seen) < count:
        name = _nickname(rng)
        seen.setdefault(name.lower(), name)
    return list(seen.values())


def _nickname(rng: random.Random) -> str:
    stem = "".join(rng.choices(SYLLABLES, k=rng.choice((2, 2, 3))))
    if rng.random() < 0.4:
        stem = stem.capitalize()
    number = str(rng.randrange(1, 100)) if rng.random() < 0.5 else ""
    return f"{stem}{number}{rng.choice(TAILS)}"
