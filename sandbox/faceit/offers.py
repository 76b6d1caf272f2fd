"""Matches and players worth trying, for a chat page to offer."""

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
    """Return title and text of what to send: links of some scenarios, commands about some players.

    The title of a match names the map where it is known.
    """
    listed = []
    for name, title in TITLES.items():
        match = league.matches[league.scenarios[name]]
        maps = ", ".join(game_map.label.strip() for game_map in match.picks)
        link = f"https://www.faceit.com/en/{match.game}/room/{match.match_id}"
        listed.append({"title": f"{title} · {maps}" if maps else title, "text": link})
    return listed + _of_players(league)


def _of_players(league: League) -> list[dict[str, str]]:
    """Somebody of the match that is ready, to be tied and looked at; and players who are awkward to find."""
    mine = league.matches[league.scenarios["ready"]].factions[1]
    me = mine.roster[0].player.nickname
    five = " ".join(seat.player.nickname for seat in mine.roster[:5])
    played = [match.match_id for match in league.matches.values() if match.status == "FINISHED" and match.game == "cs2"]
    asked = {
        f"I am {me}": f"/link {me}",
        f"Player {me}": f"/player {me}",
        "My statistics": "/stats 100",
        "His team": f"/team {five}",
        f"Last 20 of {me}": f"/bulk {me} 20",
        "Fifty matches": "/bulk\n" + "\n".join(played[-50:]),
        "Banned player": "/player Banned_Ace",
    }
    return [{"title": title, "text": text} for title, text in asked.items()]
