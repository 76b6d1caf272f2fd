# /stats: one's own statistics. Arguments come ready: names escaped, shares as percents, counts as numbers.

error-stats-needs-link = 🔗 I don't know yet who you are on FACEIT. Send /link nickname, and /stats will work.
error-stats-depth = 🤔 I don't look at so many matches. Possible are { $depths }, for example: /stats { $usual }
reason-stats-needs-link = no FACEIT nickname is known
reason-stats-depth = there is no such depth

op-history = Loading line-ups { $done }/{ $total }
button-stats-depth = { report-matches }
button-stats-chosen = ✅ { report-matches }

stats-title = 📊 <b>{ $name }</b>
stats-span = Last { report-matches }: { $first } – { $last }, { $days ->
    [one] { $days } day
   *[other] { $days } days
} of play
stats-fewer = Asked for { $asked }, 5v5 among them: { $matches }.
stats-empty = No 5v5 matches to be seen: there are none yet, or the statistics are hidden.
stats-totals = All { report-matches }: { $figures }
stats-total-kills = { $count } kills
stats-total-deaths = { $count } deaths
stats-total-assists = { $count } assists
stats-total-rounds = { $count } rounds

stats-goal-level = 🎯 <b>Goal: level { $level }</b> ({ $elo } Elo)
stats-goal-milestone = 🎯 <b>Goal: { $elo } Elo</b>
stats-goal-away = { $points } Elo to go: ~{ $wins ->
    [one] { $wins } win
   *[other] { $wins } wins
} without a loss (~±{ $elo } a match)
stats-goal-matches = At a win rate of ~{ $rate } (smoothed, { $results ->
    [one] { $results } match
   *[other] { $results } matches
}) about { $expected ->
    [one] { $expected } match
   *[other] { $expected } matches
} on average.
stats-goal-wins = At a win rate of ~{ $rate } (smoothed, { $results ->
    [one] { $results } match
   *[other] { $results } matches
}) it takes about <b>{ $wins ->
    [one] { $wins } win
   *[other] { $wins } wins
}</b> in { $expected ->
    [one] { $expected } match
   *[other] { $expected } matches
} on average.
stats-goal-span = The rate is known to ± { $error } points, so { $soonest } are as possible as { $latest }.
stats-goal-or-never = The rate is known to ± { $error } points: { $soonest } may do, or Elo may not grow at all.
stats-goal-never = At a win rate of ~{ $rate } (smoothed, { $results ->
    [one] { $results } match
   *[other] { $results } matches
}) Elo does not grow on average: it takes more wins than losses.
stats-goal-far = At a win rate of ~{ $rate } (smoothed, { $results ->
    [one] { $results } match
   *[other] { $results } matches
}) Elo hardly moves: more than a thousand matches to the goal.
stats-goal-if-better = The rate is known to ± { $error } points; if it were that much higher, ~{ $soonest ->
    [one] { $soonest } match
   *[other] { $soonest } matches
} would do.

stats-sessions = 🕹 <b>Sessions</b> · a new one after 12 h without play
stats-sessions-count = { $sessions ->
    [one] { $sessions } session
   *[other] { $sessions } sessions
}, { $each } matches each on average
stats-sessions-best = Best: { $session }
stats-sessions-worst = Worst: { $session }
stats-positions = By place in the session:
stats-positions-note = Counts, no conclusion: figures like these don't judge the order of matches.
stats-column-place = #

stats-hours = 🕒 <b>When you play</b> · { $zone }, by the end of the match
stats-hours-often = Most often: { $hours }
stats-hour = { $hour }h ({ report-matches })
stats-day-0 = Mon
stats-day-1 = Tue
stats-day-2 = Wed
stats-day-3 = Thu
stats-day-4 = Fri
stats-day-5 = Sat
stats-day-6 = Sun

stats-maps-lifetime = Maps of the lifetime: the last matches can't be seen.

stats-people = 👥 <b>Team-mates and opponents</b>
stats-nobody = Nobody familiar: with no one { $mates } matches together, or { $rivals } against.
stats-rooms = Line-ups are known of { $rooms } of { $matches } matches.
stats-column-name = Name
stats-mates = 👥 <b>Team-mates</b> · { $least } matches together or more
stats-mates-none = No notable difference with or without them.
stats-mates-better = 💚 More wins with { $name } than without: { $with } against { $without }
stats-mates-worse = 🔻 Fewer wins with { $name } than without: { $with } against { $without }
stats-rivals = ⚔️ <b>Opponents</b> · met { $least } times or more, the wins are yours
stats-rivals-none = No notable difference against them.
stats-rivals-better = 💚 More wins against { $name } than in other matches: { $with } against { $without }
stats-rivals-worse = 🔻 Fewer wins against { $name } than in other matches: { $with } against { $without }
stats-people-shown = { $shown } of { $met } are shown, those met most.
stats-people-legend = The higher the win rate, the higher up; ~ values are smoothed by sample
stats-of = { $wins } of { $results }
stats-of-matches = won { $wins } of { $results }

stats-parties = 🫂 <b>Parties</b> · inferred: FACEIT does not tell of them
stats-party = With { $names }: { $count }
stats-party-more = { $count ->
    [one] { $count } more player
   *[other] { $count } more players
}
stats-party-alone = alone: { $count }
stats-party-size = party of { $size }: { $count }

stats-records = 🏆 <b>Records</b> of these matches
stats-record-kills = Most kills: <b>{ $value }</b>
stats-record-best-kd = Best K/D: <b>{ $value }</b>
stats-record-worst-kd = Worst K/D: <b>{ $value }</b>
stats-record-adr = Highest ADR: <b>{ $value }</b>
stats-record-win-run = Longest run of wins: <b>{ $matches }</b>
stats-record-loss-run = Longest run of losses: <b>{ $matches }</b>
stats-record-session = Longest session: { $session }
stats-won = won
stats-lost = lost

player-missing-history = line-ups of the matches

picture-heat-title = When you play: matches by hour
picture-heat-zone = { $zone } · by the end of the match
picture-heat-none = none
picture-heat-less = fewer
picture-heat-more = more
picture-heat-sum = n
picture-heat-parts = n · won
