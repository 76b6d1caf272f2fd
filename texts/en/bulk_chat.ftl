### Bulk analysis in the chat.

command-bulk = Many matches in one go
bulk-ask = 📦 Send the list as a reply to this message: links or match ids, one a line, or a .txt or .csv file. Or a nickname and a number: the player's last matches.
bulk-placeholder = links, or nickname 20
bulk-reading = 📦 Got it. Reading the list…
bulk-offer-list = 📦 <b>Matches: { $count }</b>
bulk-offer-last = 📦 <b>Last matches of { $player }: { $count }</b>
bulk-offer-duplicates = ♻️ Named twice, counted once: { $count }
bulk-offer-dropped = ✂️ Over the limit of { $limit } at a time, left out: { $count }. Send them as another list.
bulk-offer-bad = ⚠️ No match in { $count ->
        [one] { $count } line
       *[other] { $count } lines
    }: { $lines }
bulk-offer-other-games = 🎮 Links to another game left out, lines: { $lines }
bulk-offer-brief = ⚡ <b>Brief</b>: about { $calls } FACEIT calls, { $time }. Result, score, the best, hit rate of predictions.
bulk-offer-standard = 🔬 <b>Deep</b>: up to { $calls } calls, { $time }. All ten players of each match, as under a single link.
bulk-offer-pause-brief = ⏸ This hour has { $left } FACEIT calls left for lists: it will pause, and go on by itself in { $minutes } min.
bulk-offer-pause-standard = ⏸ This hour has { $left } FACEIT calls left for lists: the deep one will pause, and go on by itself in { $minutes } min.
bulk-offer-unfinished = <i>Times hold while nobody else asks. A match that is not over yet is always looked at deeply; what others have just asked for costs nothing.</i>
bulk-offer-allowance = 🎟 Calls left for you today: { $left } of { $limit }
bulk-offer-too-much = ✋ That is not enough for this list. Send a shorter one, or wait until midnight UTC.
bulk-offer-brief-only = ✋ For the deep one that is not enough.
button-bulk-brief = ⚡ Brief
button-bulk-standard = 🔬 Deep
button-bulk-leave = ✖️ Not now
toast-bulk-old = This offer is too old. Send the list again.
toast-bulk-left = Left. Nothing was started.
op-matches = Matches { $done }/{ $total }
op-bulk = Matches { $done }/{ $total }, failed: { $failed }
progress-paused = ⏸ FACEIT's calls of this hour are used up. It goes on by itself in { $left }
progress-matches = 📈 Matches: { $done }/{ $total } ({ $percent }%)
tasks-bulk = { $count ->
        [one] { $count } match
       *[other] { $count } matches
    }
tasks-bulk-last = last { $count } of { $player }
error-allowance = 🎟 Your FACEIT calls of today are used up: { $used } of { $limit }{ $reserved ->
        [0] {""}
       *[other] , { $reserved } more are reserved for what you have under way
    }, { $left } are left and this needs more. They come back in { $hours ->
        [one] { $hours } hour
       *[other] { $hours } hours
    }.
me-calls = 🎟 FACEIT calls today: { $used } of { $limit }
me-calls-reserved = 🎟 FACEIT calls today: { $used } of { $limit }, { $reserved } more reserved for what is under way
toast-report-old = ⌛ This report was kept for { $hours } hours and is gone. Ask for it anew.
