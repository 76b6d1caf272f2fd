"""The state of a match that a report depends on, as a short key: another state wants another report."""

import zlib

from faceit.models import Match


def fingerprint(match: Match) -> str:
    """Phase, chosen maps and rosters: `veto_done.de_mirage.1a2b3c4d`."""
    rosters = zlib.crc32(",".join(sorted(match.player_ids)).encode())
    return ".".join([match.phase, *match.maps, f"{rosters:08x}"])
