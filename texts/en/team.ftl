# A line-up: /team and its report. Arguments come ready: names escaped, shares as percents, counts as numbers.

command-team = Line-up: maps, roles, results together

error-team-needs-names = 👥 Whose line-up? Name two to five players: /team nick nick nick. Or tell me who you are — /link nick — and /team alone takes your usual party.
error-team-one-player = 👤 “{ $name }” is one player, and a line-up needs two at least. A player's report: /player { $name }
error-team-too-many = ✋ A line-up has { $limit } players, you named { $given }. Leave some out, or take the first { $limit }: <code>/team { $first }</code>
error-team-name-ambiguous = 👥 “{ $query }” may be several players: { $found }. Write the nickname exactly as on FACEIT or send a link to the profile, and repeat /team.
error-team-name-similar = 🔍 There is no player “{ $query }” on FACEIT, but there are nicknames like it: { $found }. Correct the name and repeat /team.
error-team-hidden = 🔐 Some of these players asked not to be analysed here, and I keep to it. Fewer than two are left, so there is no line-up to show.
error-team-no-statistics = 🙈 FACEIT shows CS2 statistics of none of these players: they are hidden, or there are no matches yet. Name others: /team nick nick
error-no-party = { $matches ->
    [0] 👥 Your last matches can't be seen, so I don't know your usual party. Name the players: /team nick nick nick
   *[other] 👥 You have no usual party: of your last { report-matches } nobody was on your side in more than { $most }. I need { $needed } and { $share } of all, and more than chance gives. Name the players: /team nick nick nick
}
reason-team-needs-names = no players were named
reason-team-one-player = one player is no line-up
reason-team-too-many = too many players
reason-team-name-ambiguous = one of the nicknames fits several players
reason-team-name-similar = one of the nicknames does not exist
reason-team-hidden = players asked not to be analysed
reason-team-no-statistics = no statistics to be seen
reason-no-party = no usual party to be found

team-title = 👥 <b>Line-up</b> · { $players ->
    [one] { $players } player
   *[other] { $players } players
}
team-elo = average { $elo } Elo
team-player = <b>{ $name }</b>
team-form = 📈 <b>Form</b> · up to { $matches } last matches
team-form-unknown = The last matches could not be had, or there are none.
team-column-player = Player

team-maps = 🗺 <b>Maps</b> · best K/D first
team-maps-unknown = No map has matches to count.
team-map-player = { $mark } { $name } ~{ $kd } ({ $matches })
team-maps-people-none = Nobody is notably strong or weak on any of them.
team-maps-legend = n: matches of all, { $needed }+: how many players have so many; ~ smoothed by sample, ▲▼ K/D against the player's own level (matches)

team-advice = 🎯 <b>Picks and bans</b>
team-advice-home = Home map: { $map } — K/D ~{ $kd }, { $change } above the line-up's median map ({ report-matches }, { $needed }+ by { $ready } of { $players } players)
team-advice-ban = Permanent ban: { $map } — K/D ~{ $kd }, { $change } below the line-up's median map ({ report-matches }, { $needed }+ by { $ready } of { $players } players)
team-advice-no-edge = No map stands out enough to be a home map or a permanent ban.
team-advice-unplayed = Hardly played: { $map } — { report-matches } between all of them
team-advice-awp-many = ⚠️ { $count } snipers at once: somebody will have to give up the AWP.
team-advice-awp-none = ⚠️ No sniper among the { $players } with detailed statistics.

team-roles = 🎭 <b>Roles</b>
team-role-none = no clear role ({ $sniper } of kills with a sniper rifle, opening duel in { $entry } of rounds, { report-matches })
team-roles-unknown = Too early to tell (fewer than { $needed } matches with detailed statistics): { $names }

team-together = 🤝 <b>Together</b> · from the last { $window } matches of each
team-together-unknown = The match lists could not be had.
team-together-all = All on one side: { $result }
team-together-legend = ~ is drawn towards 50%: after few matches a share says little
team-pairs = <b>Pairs</b>
team-pairs-apart = { $pairs ->
    [one] { $pairs } pair was never on one side
   *[other] { $pairs } pairs were never on one side
}
team-result = won { $wins } of { $matches } ({ $share }, ~{ $smoothed })
team-result-none = no matches

team-hidden-members = 🔐 { $count ->
    [one] One player asked not to be analysed and is left out.
   *[other] { $count } players asked not to be analysed and are left out.
}
team-missing-none = 🙈 No statistics to be seen (hidden, or no matches): { $names }
team-missing-failed = 🌩 Statistics could not be had: { $names }
team-missing-part = { $name }: could not get { $parts }
team-missing-lifetime = lifetime statistics
team-missing-games = last matches
team-missing-history = the match list

picture-team-title = Maps of the line-up: K/D
picture-team-all = All
picture-team-all-below = K/D, win rate
picture-team-home = home
picture-team-ban = ban
picture-team-legend = ~ smoothed, below: matches · ▲▼ against own level
