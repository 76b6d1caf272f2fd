### What the bot says. Telegram's HTML; arguments come escaped.

## Commands and menu
command-start = Start
command-help = What I can do
command-analyze = Analyse a match by its link
command-stats = My statistics: sessions, hours, team-mates
command-my_tasks = My tasks
command-cancel_task = Cancel a task
command-lang = Language / Язык
bot-description = Send a CS2 match link of FACEIT: I compare the teams map by map, weigh their chances and name the dangerous players. Or a nickname: I show how that player really plays. You see the work in the chat and can cancel it. Not affiliated with FACEIT.
bot-short-description = Analyses CS2 matches and players of FACEIT. Not affiliated with FACEIT.

start =
    👋 <b>Hello!</b> I analyse CS2 matches on FACEIT.

    Send me a link to a match room, for example:
    { example-link }

    I answer at once that I took it, show the progress and send a report on both teams: chances, maps, dangerous players.

    /link nickname — tell me who you are, and cards speak of “us” and “them”
    /player nickname — how somebody really plays
    /help — all commands
help =
    <b>How to use me</b>
    • Send a FACEIT match link and I start. Several at once are fine, up to { $limit } at a time.
    • In a group: /analyze link, mention me or reply to one of my messages.

    <b>Commands</b>
    /analyze link — analyse a match
    /player nickname — a player's report
    /team nicknames — a line-up of two to five: maps, roles, results together
    /bulk list — many matches in one go: links, a .txt or .csv file, or nickname and number
    /link nickname — who you are on FACEIT; /unlink, /me
    /stats — your statistics: sessions, hours, team-mates, records (/stats 30, 100, 500)
    /my_tasks — my tasks: progress, cancel, show again
    /cancel_task ID — cancel a task
    /lang — language, /timezone — time zone
    /privacy — what I keep, /mydata, /forget_me

    Data: FACEIT · not affiliated
example-link = https://www.faceit.com/en/cs2/room/1-11111111-2222-3333-4444-555555555555
analyze-ask = 🔗 Send the FACEIT match link as a reply to this message.
analyze-placeholder = faceit.com/…/room/1-…

## Task accepted
accepted =
    ✅ Accepted

    🆔 ID: { $id }
    📊 Status: { $status }
accepted-place = 🚶 Place in queue: { $place }
accepted-eta = ⏳ Time left, about: { $eta }
accepted-alone = ⚠️ The queue is unreachable, I am computing this myself.
accepted-slow = ⏳ Accepted. Queueing it, this takes a few more seconds…
duplicate = 👀 You have asked for this already: task { $id }. It goes on, I start no new one.
left-out =
    ⚠️ Started: { $started }. No more than { $limit } can run at a time, so these were left out:
    { $links }
    Send them again when the current ones are done, or all at once: /bulk

## Progress message
progress-title = 🔄 Task in progress
progress-id = 🆔 ID: { $id }
progress-status = 📊 Status: { $status }
progress-steps = 📈 Progress: { $step }/{ $steps } ({ $percent }%)
progress-bar = 📊 [{ $bar }]
progress-operation = ⚙️ Operation: { $operation }
progress-elapsed = ⏱️ Elapsed: { $elapsed }
progress-place = 🚶 Place in queue: { $place }
progress-eta = ⏳ Time left, about: { $eta }
progress-reason = ⚠️ Reason: { $reason }. I try again by myself.

state-queued = ⏳ Queued
state-running = 🔄 Running
state-retrying = 🔁 { $attempt }/{ $max } Retrying
state-completed = ✅ Done
state-failed = ❌ Failed
state-cancelled = 🚫 Cancelled

duration-s = { $seconds }s
duration-m = { $minutes }m { $seconds }s
duration-h = { $hours }h { $minutes }m

step-waiting = Waiting in the queue
step-resolve_link = Reading the link
step-fetch_match = Loading the match
step-fetch_players = Loading players
step-analyse = Computing statistics
step-predict = Preparing the prediction and advice
step-assemble = Assembling the report
step-resolve_player = Looking for the player
step-lifetime = Loading lifetime statistics
step-recent_games = Loading the last matches
step-metrics = Computing form
step-trends = Looking for trends
step-maps = Comparing maps
step-role = Weighing role, strengths and weaknesses
step-history = Loading matches with team-mates
step-form = Computing form
step-sessions = Splitting sessions
step-teammates = Comparing team-mates and opponents
step-habits = Counting hours and weekdays
step-resolve_players = Looking for the players
step-lineup = Comparing maps and roles
step-together = Counting matches together
step-resolve_matches = Gathering the matches
step-analyse_matches = Analysing the matches
step-summarise = Putting the summary together
op-games = Loading the last matches { $done }/{ $total }
op-players = Loading players { $done }/{ $total }
op-waiting = Waiting for a turn at FACEIT

## The end
ended-completed = ✅ Task { $id } done in { $elapsed }
ended-failed = ❌ Task { $id }: { $reason }
ended-cancelled = 🚫 Task { $id } cancelled
failed-match_analysis = ❌ The match could not be analysed.
failed-player_performance = ❌ There is no report on this player.
failed-user_analytics = ❌ Your statistics could not be put together.
failed-team_analysis = ❌ The team could not be analysed.
failed-bulk_analysis = ❌ The matches could not be analysed.
report-gone = 🗑 The report is gone: it is kept for { $hours } h. Please order it again.
card-unavailable = ✅ Task { $id } is done, but I can't show this kind of report yet.

## Buttons
button-refresh = 🔄 Refresh
button-cancel = 🚫 Cancel
button-retry = 🔁 Try again
button-my-tasks = 📋 My tasks
button-room = 🎮 Open the match
button-copy = 🔗 Copy the link
button-card-veto = 🗺 Update once the map is chosen
button-card-chosen = 🗺 Map chosen: { $map } — update
button-card-started = 🗺 The match has begun — update
button-cancel-id = 🚫 { $id }
button-show-id = 📄 { $id }
button-retry-id = 🔁 { $id }

## Toasts (no HTML)
toast-progress = { $step }/{ $steps } · { $operation }
toast-cancelled = Task cancelled
toast-ended = The task has ended already
toast-retried = Starting again
toast-card = Updating: a new report is on its way
toast-active = The task is running already
toast-shown = Here it is
toast-language = Language: English

## My tasks
tasks-title = 📋 <b>My tasks</b>
tasks-line = { $status } · { $id } · { $subject }
tasks-line-steps = { $status } · { $id } · { $step }/{ $steps } · { $subject }
tasks-empty = 📋 No tasks yet. Send me a FACEIT match link or /player nickname.
tasks-alone = ⚠️ The queue is unreachable: only what I compute myself is shown.
cancel-none = 🚫 Nothing to cancel: no task is running.
cancel-which = 🚫 Which one? Press a button or send /cancel_task ID.
cancel-done = 🚫 Task { $id } cancelled.

## Language
lang-ask = 🌐 Language / Язык: English now.
lang-set = 🌐 Fine, I speak English.
lang-ru = Русский
lang-en = English
