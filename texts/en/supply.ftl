### The hour's FACEIT calls running short: light analyses and /budget.

error-hour-short = ⏳ This hour's FACEIT requests are nearly used up, and nothing of this was kept. Try again in { $minutes } min.
reason-hour-short = this hour's FACEIT requests are nearly used up

report-light = 🪫 <b>Light analysis:</b> this hour's FACEIT requests are nearly used up. It is made of the match itself, FACEIT's own figures and what was kept of the players in the last day. A full one is possible in { $minutes } min.
report-short = 🪫 <b>Sparing analysis:</b> few FACEIT requests are left this hour, so lifetime statistics are those kept in the last day, and not shown where there are none. A full one is possible in { $minutes } min.
player-light = 🪫 <b>Light analysis:</b> this hour's FACEIT requests are nearly used up. What was not asked for comes from what was kept in the last day, or is left out. A full one is possible in { $minutes } min.

budget-title = 🪫 <b>FACEIT requests</b>
budget-calls = This hour: { $calls } of { $limit } ({ $percent }%)
budget-level = Supply: { $level ->
    [plenty] plenty, analyses are full
    [short] short: lifetime statistics from what is kept, bulk waits
   *[last] nearly used up: only matches are asked for, players from what is kept
}
budget-rate = Rate: { $rate } a second ({ $source ->
    [faceit] named by FACEIT
   *[settings] from the settings
})
budget-ends = Next hour in { $minutes } min
budget-today = Today (UTC): { $short } sparing analyses, { $last } light ones
budget-pauses = Put off to the next hour: { $bulk } bulk steps, { $others } others
budget-hours = By UTC hour: { $hours }
