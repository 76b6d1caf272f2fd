# The player report. Arguments come ready: names escaped, shares as percents, counts as numbers.

player-title = 👤 <b>{ $name }</b>
player-level = lvl { $level }
player-calibrating = calibrating, no Elo yet
player-elo-unknown = Elo unknown
player-top-level = Top level
player-next-level = To level { $level }: { $points } Elo, ~{ $wins ->
    [one] { $wins } win
   *[other] { $wins } wins
} without a loss ({ $span })
player-empty = No 5v5 matches to be seen: there are none yet, or the statistics are hidden.
player-lost = The statistics could not be had. Ask for the report again a little later.

player-ban = ⛔ Banned by FACEIT
player-ban-since = since { $date }
player-ban-until = until { $date }
player-ban-endless = without an end
player-ban-reason = reason: { $reason }

player-form = 📈 <b>Form</b> · last matches
player-form-empty = No 5v5 matches.
player-form-unknown = The last matches could not be had.
player-form-partly = Not every match has { $figure }: { $counts }
player-column-wins = Win
player-column-map = Map
player-rating = Rating ~{ $value } (estimate of the FACEIT rating, ± { $error }) over { report-matches }
player-lifetime = Lifetime: { $figures }
player-wins = wins { $share }
player-wins-of = won { $wins } of { $matches }
player-over = {" "}(over { report-matches })
player-average-kd = K/D { $kd } (FACEIT's mean over matches, higher than the sum)

player-trend = 🧭 <b>Trend</b> · last 50 matches against the 50 before
player-trend-short = Too early to tell: { report-matches }, { $needed } needed.
player-trend-none = No notable change.
player-trend-kd-up = ▲ K/D up by { $change }
player-trend-kd-down = ▼ K/D down by { $change }
player-trend-adr-up = ▲ ADR up by { $change }
player-trend-adr-down = ▼ ADR down by { $change }
player-trend-win-rate-up = ▲ Win rate up by { $change } points
player-trend-win-rate-down = ▼ Win rate down by { $change } points

player-maps = 🗺 <b>Maps</b> · most played first
player-maps-strong = 💚 Stronger than usual: { $maps }
player-maps-weak = 🔻 Weaker than usual: { $maps }
player-maps-none = No notably strong or weak maps.
player-maps-legend = Win is the win rate, n the matches; ~ values are smoothed by sample
player-map = { $map } ({ report-matches })

player-role = 🎭 <b>Role</b>
player-role-none = No clear role: { $sniper } of kills with a sniper rifle, opening duel in { $entry } of rounds.
player-role-short = Too early to tell: { $matches ->
    [one] { $matches } match
   *[other] { $matches } matches
} with detailed statistics, { $needed } needed.

player-results = 🎮 <b>Streaks and sessions</b>
player-streak-win = Now { $matches ->
    [one] { $matches } win
   *[other] { $matches } wins in a row
}
player-streak-loss = Now { $matches ->
    [one] { $matches } loss
   *[other] { $matches } losses in a row
}
player-streak-usual = — happens by chance: such a run has { $chance } in { $span ->
    [one] { $span } match
   *[other] { $span } matches
}
player-streak-unusual = — unusual: by chance it happens in { $chance } of cases in { $span ->
    [one] { $span } match
   *[other] { $span } matches
}
player-streak-longest = Longest streak: { $matches ->
    [one] { $matches } win
   *[other] { $matches } wins
}
player-session-last = Last session: { $session }
player-after-loss = After a loss: won { $wins } of { $matches }
player-after-win = after a win: { $wins } of { $matches }
player-after-loss-better = More wins after losses than after wins.
player-after-loss-worse = Fewer wins after losses than after wins.

player-population-eu-2026-01 = EU, January 2026
player-strengths = 💪 <b>Strengths</b> · against { $population }
player-weaknesses = 🪶 <b>Weaknesses</b> · against { $population }
player-points-none = ⚖️ All about average · against { $population }
player-point-kd = K/D { $value } over { report-matches } (average { $mean })
player-point-adr = ADR { $value } over { report-matches } (average { $mean })
player-point-win-rate = win rate { $value } over { report-matches } (average { $mean })
player-point-utility = grenade damage { $value } a round, { report-matches } (average { $mean })
player-point-entry-success = opening duels: { $wins } of { $tries } ({ $value }, average { $mean })
player-point-one-v-one = 1v1 clutches: { $wins } of { $tries } ({ $value }, average { $mean })
player-point-one-v-two = 1v2 clutches: { $wins } of { $tries } ({ $value }, average { $mean })

player-peers = 📍 <b>Near in Elo</b> · ± { $elo }
player-peer = { $metric }: above { $share } of { $players ->
    [one] { $players } player
   *[other] { $players } players
}
player-metric-kd = K/D
player-metric-adr = ADR
player-metric-win-rate = Win rate
player-metric-headshots = Headshots
player-metric-rating = ~ Rating

player-details = <b>Details</b>
player-detail-headshots = Headshots: { $share } of kills over { report-matches }
player-detail-entry = Opening duels: { $wins } of { $tries } ({ $share })
player-detail-one-v-one = 1v1: { $wins } of { $tries } ({ $share })
player-detail-one-v-two = 1v2: { $wins } of { $tries } ({ $share })
player-detail-grenades = A round: { $flashes } flashes, { $damage } grenade damage
player-detail-extended = Detailed statistics: { report-matches }
player-detail-sessions = <b>Earlier sessions</b> · UTC date
player-detail-maps = <b>Other maps</b> · wins, K/D (matches)

player-coverage = Matches looked at: { $matches }
player-missing = Could not get: { $names }
player-missing-lifetime = lifetime statistics
player-missing-games = last matches
player-missing-bans = bans
player-missing-other = part of the data
