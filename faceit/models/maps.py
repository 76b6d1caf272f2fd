"""Map names: segment labels ("Dust2") have no prefix, match stats say "de_dust2"; both become one code."""

import re

_NAMES = {
    "de_ancient": "Ancient",
    "de_anubis": "Anubis",
    "de_cache": "Cache",
    "de_cbble": "Cobblestone",
    "de_dust2": "Dust2",
    "de_inferno": "Inferno",
    "de_mirage": "Mirage",
    "de_nuke": "Nuke",
    "de_overpass": "Overpass",
    "de_train": "Train",
    "de_vertigo": "Vertigo",
    "cs_agency": "Agency",
    "cs_italy": "Italy",
    "cs_office": "Office",
}
_CODES = {name.lower(): code for code, name in _NAMES.items()} | {"dustii": "de_dust2", "cobble": "de_cbble"}
_PREFIXED = re.compile(r"^(?:de|cs|ar|gd|dz|aim|awp|fy|surf)_\w+$", re.IGNORECASE)
_WORD = re.compile(r"^[A-Za-z][A-Za-z0-9]*$")


def map_code(label: str) -> str:
    """The code of a map from a label, a code or a workshop id; the last is kept as it is.

    "Dust2", " de_dust2 " and "Dust II" are all "de_dust2"; an unknown word ("Mills") gets the prefix "de_".
    """
    label = label.strip()
    if _PREFIXED.match(label):
        return label.lower()
    word = re.sub(r"[\s'-]", "", label)
    if not _WORD.match(word):
        return label
    return _CODES.get(word.lower(), f"de_{word.lower()}")


def map_name(code: str) -> str:
    """What players call the map: "Dust2" for "de_dust2"; a workshop id stays an id."""
    known = _NAMES.get(code)
    if known is not None:
        return known
    if _PREFIXED.match(code):
        return code.split("_", 1)[1].replace("_", " ").capitalize()
    return code
