"""Maps: the active pool, retired maps and a workshop map of a hub."""

from dataclasses import dataclass

from sandbox.faceit.identity import picture


@dataclass(frozen=True, slots=True)
class GameMap:
    """A map under its three names: in match stats, in segments, and in the veto."""

    class_name: str
    label: str
    game_map_id: str
    ct_edge: float = 0.0

    @property
    def small_picture(self) -> str:
        """Address of the small picture."""
        return picture(self.class_name, "small")

    @property
    def large_picture(self) -> str:
        """Address of the large picture."""
        return picture(self.class_name, "large")


def _official(short: str, label: str, ct_edge: float) -> GameMap:
    return GameMap(f"de_{short}", label, f"de_{short}", ct_edge)


# The pool of September 2026. Segment labels carry no prefix.
ACTIVE_POOL = (
    _official("dust2", "Dust2", -0.01),
    _official("mirage", "Mirage", 0.01),
    _official("nuke", "Nuke", 0.05),
    _official("ancient", "Ancient", 0.01),
    _official("inferno", "Inferno", 0.0),
    _official("anubis", "Anubis", -0.03),
    _official("cache", "Cache", 0.02),
)
RETIRED = (
    _official("train", "Train", 0.05),
    _official("vertigo", "Vertigo", 0.0),
    _official("overpass", "Overpass", 0.02),
)
# A workshop map: the id is a number, and the class name ends in a space, as hubs have been seen to write it.
WORKSHOP = (
    GameMap("de_pango ", "Pango ", "3298833586"),
    GameMap("de_bridge", "Bridge", "3240246166"),
    GameMap("cs_matinee", "Matinee", "3643838992"),
)
ALL_MAPS = ACTIVE_POOL + RETIRED + WORKSHOP


def map_named(class_name: str) -> GameMap:
    """Return a map by the name match stats use, such as ``de_mirage``."""
    for game_map in ALL_MAPS:
        if game_map.class_name == class_name:
            return game_map
    raise KeyError(class_name)
