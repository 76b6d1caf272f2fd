"""Matches and players worth trying, for a chat page to offer in groups."""

from sandbox.faceit.league import League

COMING, OVER, PLAYER, NAMES, RECORDS = "Coming", "Over", "Player", "Odd names", "Odd records"
MATCHES = {
    COMING: {
        "voting": "Match found (veto running)",
        "ready": "Ready",
        "ready_bo3": "Ready, BO3",
        "ready_high": "Ready, level 10",
        "unplaced": "Ready, one calibrates",
        "ongoing": "Live",
    },
    OVER: {
        "finished": "Finished",
        "finished_bo3": "Finished, BO3",
        "substitute": "Finished, with a stand-in",
        "forfeit": "Forfeit",
        "cancelled": "Cancelled",
    },
    NAMES: {"hostile_names": "Hostile names"},
    RECORDS: {"hidden_stats": "Hidden stats"},
}
PLAYERS = {
    NAMES: {
        "Another case": "WREN1337",
        "Several that fit": "KESTREL",
        "Dashes at the edges": "-k1te-",
        "Without its underscores": "moss",
    },
    RECORDS: {
        "Calibrating": "Calibrating",
        "No match yet": "Zero_Matches",
        "Three matches": "Three_Matches",
        "Banned": "Banned_Ace",
        "Another game only": "Only_CSGO",
    },
}


def offers(league: League) -> list[dict[str, str]]:
    """Title, text and group of what to send: links of some scenarios, commands about some players.

    The title of a match names the map where it is known.
    """
    listed = [_match(league, group, name, title) for group, named in MATCHES.items() for name, title in named.items()]
    asked = [
        _offer(group, title, f"/player {nickname}")
        for group, named in PLAYERS.items()
        for title, nickname in named.items()
    ]
    order = [COMING, OVER, PLAYER, NAMES, RECORDS]
    return sorted([*listed, *_of_one_player(league), *asked], key=lambda offer: order.index(offer["group"]))


def _match(league: League, group: str, name: str, title: str) -> dict[str, str]:
    match = league.matches[league.scenarios[name]]
    maps = ", ".join(game_map.label.strip() for game_map in match.picks)
    link = f"https://www.faceit.com/en/{match.game}/room/{match.match_id}"
    return _offer(group, f"{title} · {maps}" if maps else title, link)


def _of_one_player(league: League) -> list[dict[str, str]]:
    """Somebody of the match that is ready, to be tied and looked at."""
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
    }
    return [_offer(PLAYER, title, text) for title, text in asked.items()]


def _offer(group: str, title: str, text: str) -> dict[str, str]:
    return {"title": title, "text": text, "group": group}
