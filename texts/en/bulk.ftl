### Reports on many matches.

bulk-title = 📦 <b>{ $count ->
        [one] { $count } match
       *[other] { $count } matches
    } together</b>
bulk-title-player = 📦 <b>The last { $count ->
        [one] match
       *[other] { $count } matches
    } of { $player }</b>
bulk-done = Analysed: { $completed } of { $total }, failed: { $failed }
bulk-open = Not decided yet: { $count }
bulk-cancelled = Called off: { $count }
bulk-results = Won – lost: <b>{ $won } – { $lost }</b> (95 %: { $low }–{ $high })
bulk-figures = K/D { $kd } · ADR { $adr } over { $matches }
bulk-predictions = 🔮 Predictions made before the start: <b>{ $hits } of { $of }</b> right ({ $share }; 95 %: { $low }–{ $high })
bulk-no-predictions = 🔮 No prediction from before the start to check.
bulk-maps = 🗺 { $maps }
bulk-depth-brief = ⚡ Brief look, FACEIT calls: { $calls }
bulk-depth-standard = 🔬 Deep look, FACEIT calls: { $calls }
bulk-rows-title = <b>Matches</b> — a button opens the report, for 24 hours
bulk-not-over = vs
bulk-faction1 = Team 1
bulk-faction2 = Team 2
bulk-failed = ⚠️ { $reason } ({ $count }): { $matches }
button-bulk-match = { $number }
bulk-file-caption = 📄 The same as a table
reason-report-gone = the report is kept no longer
reason-bulk-no-history = no matches to be seen
error-bulk-empty = 📭 The list is empty. Send links or match ids, one a line.
error-bulk-file-type = 📄 I read lists from .txt and .csv files with plain text. Send such a file, or the links as a message.
error-bulk-file-size = 📄 The file is too large: I take lists up to { $limit } KB. Split it.
error-bulk-no-matches = 🔗 No FACEIT match in { $count ->
        [one] this list (line { $lines })
       *[other] this list (lines { $lines })
    }. Send links such as { example-link }, one a line.
error-bulk-other-game = 🎮 These are matches of another game ({ $count ->
        [one] line { $lines }
       *[other] lines { $lines }
    }), I analyse CS2. Send links such as { example-link }.
error-bulk-needs-link = 🔗 I don't know yet who you are on FACEIT. Send /link nickname, and /bulk 20 will take your own matches; or name the player: /bulk nickname 20
reason-bulk-needs-link = no FACEIT nickname is known
error-bulk-count = 🔢 I take 1 to { $limit } matches at a time. For example: /bulk nickname 20
error-bulk-no-history = 📭 FACEIT shows no finished CS2 match of this player: none was played, or the history is private.
report-brief = ⚡ A brief look: the match and its statistics. The button below looks at all ten players
