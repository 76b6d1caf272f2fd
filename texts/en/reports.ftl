# The match card. Arguments come ready: names escaped, shares as percents, counts as numbers.

report-us = us
report-them = them
report-of-us = us
report-of-them = them
report-team-neutral = team { $letter }
report-hidden = hidden player

report-matches = { $matches ->
    [one] { $matches } match
   *[other] { $matches } matches
}

report-title = ⚔️ { $one } — { $two }
report-title-finished = 🏁 { $one } { $score } { $two }
report-title-cancelled = 🚫 { $one } — { $two }

report-status-waiting = the match is gathering
report-status-voting = map vote under way
report-status-ready = map chosen, starting soon
report-status-live = match under way
report-status-paused = match paused
report-status-finished = match finished
report-status-manual = result entered by hand
report-status-manual-pending = result is being entered by hand
report-status-cancelled = match cancelled
report-status-aborted = match aborted

report-chance = 📊 <b>Win chance</b> { $one } : { $two } · { $source }
report-chance-unknown = 📊 <b>Win chance</b> — too little data for a prediction
report-source-faceit = by FACEIT
report-source-model = ~ our model
report-chance-model = Our model: ~{ $one } : { $two }
report-too-close = Too close to call.
report-favourite = Favourite: { $team }
report-favourite-us = We are favourites
report-favourite-them = They are favourites
report-elo-mean = Mean Elo { $one } : { $two }
report-elo-stakes = { $label } ~+{ $gain } / ~−{ $loss }
report-elo-estimate = Elo at stake: ~±25 (± 5)

report-maps = 🗺 <b>Maps</b> · best for { $label } first
report-map-chances = Chances by map: { $maps }
report-map-chance = { $map } ~{ $one } : { $two }
report-map = 🗺 <b>{ $map }</b> in numbers
report-map-even = { $map }: no clear advantage for either side
report-map-unknown = { $map }: too few matches to tell whom it suits
report-map-favours = { $map } suits { $team } better: ~{ $edge } pts of chance
report-map-us = { $map } suits us better: ~{ $edge } pts of chance
report-map-them = { $map } suits them better: ~{ $edge } pts of chance
report-map-legend = Win is the win rate, n the matches of all players; ~ values are smoothed by sample
report-column-map = Map
report-column-wins = Win

report-veto = 🎯 <b>Picks and bans</b> · in brackets ~ points of chance
report-veto-pick = { $label }: pick { $maps }
report-veto-ban = { $label }: ban { $maps }
report-veto-both = { $label }: pick { $picks } · ban { $bans }

report-dangerous = 🔥 <b>Dangerous</b>
report-soft = 🪶 <b>Softer than the rest</b>
report-dangerous-them = 🔥 <b>Their dangerous ones</b>
report-soft-them = 🪶 <b>Their softer ones</b>
report-player-danger = <b>{ $name }</b>{ $label } · { $danger }/5
report-reason-all-up = a little above average in everything
report-reason-all-down = a little below average in everything

report-parties = 👥 <b>Probably queued together</b> (~ from shared matches)
report-party = { $label }: { $names }

report-details = <b>Line-ups</b> · last { report-matches }
report-details-empty = <b>Line-ups</b>
report-detail-team = <b>{ $team }</b>
report-detail-level = lvl { $level }
report-detail-calibrating = calibrating
report-detail-form = K/D { $kd }, ADR { $adr }, wins { $wins }
report-detail-sample = n { $matches }
report-detail-unknown = no statistics
report-detail-more = …and { $count } more
report-detail-maps = <b>Other maps</b> · wins, K/D, matches

report-coverage = Players with data: { $known }/{ $total }
report-coverage-map = { $map }: { report-matches }
report-coverage-age = { $age } old
report-age-minutes = { $minutes } min
report-hidden-count = { $count ->
    [one] { $count } player hidden on their wish
   *[other] { $count } players hidden on their wish
}
report-missing = Could not get: { $names }
report-missing-part = Incomplete data: { $names }
report-missing-unknown = part of the match data
report-footer = Data: FACEIT · not affiliated

report-review-winner = Won by <b>{ $team }</b>
report-review-won = We won
report-review-lost = They won
report-review-no-winner = The winner is not known yet
report-review-said-faceit = FACEIT's prediction
report-review-said-model = Our prediction before the start
report-review-right = ✅ { $who } ({ $chance } for { $team }) came true
report-review-wrong = ❌ { $who } ({ $chance } for { $team }) did not come true
report-review-close = Before the game it was too close to call: { $one } : { $two } · { $source }
report-review-before = Before the game the chances were { $one } : { $two } · { $source }
report-review-none = There was no prediction before the start
report-review-pending = Match statistics are not ready yet
report-review-no-stats = Match statistics could not be had. Ask for the analysis again a little later.
report-review-manual = The result was entered by hand, there are no statistics
report-review-course = 🔄 <b>How it went</b>
report-review-above = ▲ <b>Above their usual</b> · usual figures in brackets
report-review-below = ▼ <b>Below their usual</b> · usual figures in brackets
report-review-as-usual = Everybody played about as usual.
report-review-line = { $name }{ $label } · { $figures } · usual over { report-matches }
report-review-rating = rating ~{ $rating }
report-review-maps = <b>Map by map</b> · halves in brackets
report-review-halves = <b>Score</b> · halves in brackets
report-review-overtime = overtime { $one }:{ $two }
report-review-openings = opening duels { $one }:{ $two }
report-review-all = <b>All players</b> · K–D–A, ADR, ~rating
report-review-player = { $name } · { $kills }–{ $deaths }–{ $assists }, ADR { $adr }
report-review-entry = duels { $wins }/{ $tries }
report-review-grenades = grenades { $damage }
report-review-flashes = flashes { $flashes }
report-review-legend = Duels: the first of a round, won out of all; grenades: damage a round, flashes: thrown a round. { $usual ->
        [yes] In brackets what is usual for the player. { "" }
       *[no] { "" }
    }~ rating: estimate of the FACEIT rating, ± { $error }.

report-cancelled-note = The match did not take place, there is nothing to analyse.
report-cancelled-result = The match was cancelled, but FACEIT recorded a result.

reason-elo-top = Elo { $elo }, { $gap } above the mean
reason-elo-low = Elo { $elo }, { $gap } below the mean
reason-kd-high = K/D { $kd } over { report-matches }
reason-kd-low = K/D { $kd } over { report-matches }
reason-kd-mean-high = FACEIT's mean K/D { $kd } over { report-matches }
reason-kd-mean-low = FACEIT's mean K/D { $kd } over { report-matches }
report-reason-both = K/D { $kd } and ADR { $adr } over { report-matches }
reason-map-record = { $map } better than usual: K/D { $kd } over { report-matches }
reason-map-weak = { $map } worse than usual: K/D { $kd } over { report-matches }
reason-adr-high = ADR { $adr } over { report-matches }
reason-adr-low = ADR { $adr } over { report-matches }
reason-form-hot = K/D up by { $change }: { report-matches } against as many before
reason-form-cold = K/D down by { $change }: { report-matches } against as many before
reason-win-streak = { $matches ->
    [one] { $matches } win in a row
   *[other] { $matches } wins in a row
}
reason-loss-streak = { $matches ->
    [one] { $matches } loss in a row
   *[other] { $matches } losses in a row
}
reason-entry-strong = wins opening duels: { $wins } of { $duels }
reason-entry-weak = loses opening duels: won { $wins } of { $duels }
reason-clutch = strong in 1v1 clutches: { $wins } of { $duels }
reason-awp = sniper: { $share } of kills over { report-matches }
reason-awp-mixed = sometimes a sniper: { $share } of kills over { report-matches }
reason-entry = goes in first: { $rate } of rounds, won { $success } of { $duels ->
    [one] { $duels } duel
   *[other] { $duels } duels
}
reason-support = ~ support: { $flashes } flashes and { $damage } grenade damage a round, { report-matches }

advice-pick = { $team }: pick { $map } (~{ $edge } pts of chance over the mean map; { $matches } against { $matches_them } matches)
advice-ban = { $team }: ban { $map } (~{ $edge } pts of chance over the mean map; { $matches } against { $matches_them } matches)
advice-map-no-edge = No notable difference between the maps
advice-map-favours = { $map } suits { $team } better: ~{ $edge } pts of chance over the mean map ({ $matches } against { $matches_them } matches)
advice-maps-unknown = Too few matches to compare the maps: each team needs { $needed } on one
advice-map-even = { $map }: no clear advantage for either side ({ $matches } against { $matches_them } matches)
advice-map-unknown = { $map }: too few matches to tell whom it suits ({ $matches } against { $matches_them }, { $needed } needed)
advice-unrated = No Elo at stake
advice-forfeit = Not played: the win was awarded

turn-openings = Opening duels: { $label } { $own } of { $all }
turn-comeback = Comeback ({ $label }): first half { $own }:{ $other }, second { $second_own }:{ $second_other }
turn-half = { $half ->
    [1] First half: { $label } { $own }:{ $other }
   *[2] Second half: { $label } { $own }:{ $other }
}
turn-overtime = Overtime: { $label } { $own }:{ $other }

role-awp = AWP { $share }
role-awp-mixed = part-time AWP { $share }
role-entry = entry { $rate }
role-support = ~ support (a round: { $flashes } flashes, { $damage } grenade damage)
