"""Matches worth trying, for a chat page to offer."""

from sandbox.faceit.league import League

TITLES = {
    "voting": "Match found (veto running)",
    "ready": "Ready",
    "ready_high": "Ready, level 10",
    "ongoing": "Live",
    "finished": "Finished",
    "finished_bo3": "Finished, BO3",
    "hostile_names": "Hostile names",
    "hidden_stats": "Hidden stats",
    "cancelled": "Cancelled",
}


def offers(league: League) -> list[dict[str, str]]:
    """Return title and room link of some scenarios; the title names the map where it is known."""
    listed = []
    for name, title in TITLES.items():
        match = league.matches[league.scenarios[name]]
        maps = ", ".join(game_map.label.strip() for game_map in match.picks)
        link = f"https://www.faceit.com/en/{match.game}/room/{match.match_id}"
        listed.append({"title": f"{title} · {maps}" if maps else title, "text": link})
    return listed
