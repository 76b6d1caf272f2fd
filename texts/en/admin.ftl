### Admins' commands and a paused queue. Names of queues and steps as in the code; times are UTC.

step-paused = ⏸ the queue is paused
accepted-paused = ⏸ The queue is paused: I begin as soon as it is resumed. No need to send this again.
error-part-of-bulk = 🔢 This is part of a bulk: start the bulk anew instead.

command-admin = Admin commands
command-admin_queue_status = Health: queues, workers, Redis
command-admin_queue_metrics = A day in numbers: durations, errors
command-admin_queue_cleanup = Take out what ended over N hours ago
command-admin_queue_users = Who asks for how much
command-admin_tasks = Everybody's tasks
command-admin_task = All about a task: /admin_task ID
command-admin_task_retry = Retry a task: ID
command-admin_task_cancel = Cancel a task: ID
command-admin_pause = Stop a queue: critical, high, default, low
command-admin_resume = Resume a queue
command-admin_log = What admins did
command-budget = FACEIT calls of the hour

admin-help =
    🛠 <b>Admin commands</b>

    /admin_queue_status — is all well: queues, workers, Redis, FACEIT
    /admin_queue_metrics — a day in numbers
    /admin_queue_users — who asks for how much
    /admin_tasks — everybody's tasks: failed, running, queued
    /admin_task ID — all about a task
    /admin_task_retry ID — retry it; whoever asked gets the answer
    /admin_task_cancel ID — cancel it
    /admin_pause queue — workers take nothing more from it
    /admin_resume queue — resume it
    /admin_queue_cleanup hours — take out what ended before
    /admin_alerts — what is wrong just now, and silence about it
    /admin_log — what admins did
    /budget — FACEIT calls of the hour

    Queues: { $queues }
admin-reading = ⏳ Reading…
admin-redis-away =
    🔴 <b>Bad: Redis does not answer</b>

    No numbers: they are kept there. The bot analyses match links by itself for now, everything else waits.
    What to do: check that Redis runs and REDIS_URL is right, then send the command again.
admin-redis-full =
    🔴 <b>Bad: Redis is full and refuses to write</b>

    This was not done. What only reads works, and so does what makes room.
    What to do: /admin_queue_cleanup 6 takes out what ended more than six hours ago; or give Redis more memory.
admin-moment = 🕒 { $at } UTC

admin-good = 🟢 <b>All is well</b>
admin-busy = 🟡 <b>Works, but worth a look</b>
admin-bad = 🔴 <b>Bad: somebody has to step in</b>
admin-queues = 📥 <b>Queues</b>: waiting · in hand · delayed
admin-queue = { $name }: { $waiting } · { $held } · { $delayed }
admin-queue-oldest = , the oldest for { $age }
admin-queue-paused = ⏸ paused
admin-queue-nobody = ❗ nobody listens
admin-workers = 👷 <b>Workers</b>: { $count }, { $busy } of { $threads } threads busy
admin-workers-none = 👷 <b>Workers</b>: ❗ none
admin-worker = { $name } ({ $queues }): { $busy }/{ $threads }, CPU { $cpu }, { $memory }, heartbeat { $beat } ago
admin-worker-silent = ❗ no heartbeat for { $beat }: { $name } ({ $queues })
admin-now = 🏃 Tasks running: { $running } · people: { $people }
admin-ended-hour = Last hour: { $ended }
admin-ended-day = Last day: { $ended }
admin-ended-matches = Matches of bulks, last day: { $ended }
admin-ended = ✅ { $completed } ❌ { $failed }{ $faults } 🚫 { $cancelled }, success { $success }
admin-ended-faults = {" "}(our fault: { $faults })
admin-redis = 🗄 Redis { $version }: answers in { $ping } ms, memory { $memory } of { $limit }, clients { $clients } of { $most }, keys { $keys }, AOF { $aof }
admin-faceit = 🎯 FACEIT this hour: { $calls } of { $limit } ({ $percent }%)
admin-more = … and { $count } more
admin-yes = on
admin-no = off

admin-metrics = 📈 <b>Last 24 hours</b>
admin-metrics-pace = { $pace } end a minute (mean of the last hour)
admin-metrics-type = { $type }: n={ $count }, p50 { $p50 }, p95 { $p95 } · ✅ { $completed } ❌ { $failed } 🚫 { $cancelled }
admin-metrics-steps = <b>Slowest steps</b> (p95)
admin-metrics-step = { $type } · { $name }: p95 { $p95 }, p50 { $p50 }, n={ $count }
admin-metrics-faceit = 🎯 FACEIT: { $calls } calls, { $errors } failed ({ $share })
admin-metrics-cache = 🗃 Cache: hits { $share } (n={ $count })
admin-metrics-wait = ⏳ Waited for FACEIT's turn: p50 { $p50 }, p95 { $p95 }, n={ $count }
admin-metrics-sends = 📨 Telegram: { $sends } calls, { $refused } refused
admin-metrics-delivery = 📬 Delivery of answers: p50 { $p50 }, p95 { $p95 }, n={ $count }
admin-metrics-none = Nothing has ended yet.

admin-users = 👥 <b>People of the day</b>: { $count }
admin-user = <code>{ $who }</code>: active { $active }, tasks { $tasks }, failed { $failed }, calls { $calls }
admin-users-none = 👥 Nobody asked for anything in the last day.
admin-page = Page { $page } of { $pages }

admin-tasks = 📋 <b>Tasks</b>: { $filter } — { $count }
admin-filter-all = all
admin-filter-failed = failed
admin-filter-running = running
admin-filter-queued = queued
admin-task-line = { $sign } <code>{ $id }</code> · { $type } · { $step }/{ $steps } · { $age } · { $owner }
admin-tasks-none = None of these.

admin-task = 🆔 <code>{ $id }</code> · { $type } · { $status }
admin-task-subject = 🎯 { $subject }
admin-task-owner = 👤 { $owner }, others who wait for it: { $shared }
admin-task-times = 🕒 Created { $created }, ended { $ended }
admin-task-step = ⚙️ Step { $step } of { $steps }: { $name }
admin-task-where = 📥 { $queue } · worker { $worker } · deliveries { $deliveries } · FACEIT calls { $calls }
admin-task-deadline = ⏱ Deadline: { $at }
admin-task-frames = All frames:
admin-task-retry-of = 🔁 Retry of task <code>{ $id }</code>
admin-task-run = ▶️ Run <code>{ $run }</code>
admin-task-code = ❗ Code: { $code } · attempts { $attempts }
admin-task-steps = <b>Steps</b>: { $steps }
admin-task-retries = <b>Retries</b>
admin-task-retry = step { $step }, attempt { $attempt }: { $reason }, { $at }
admin-task-gone = 🤷 No such task: the ID is mistyped, or its record is gone.
admin-task-which = 🆔 Name an ID: /{ $command } ID. The list: /admin_tasks
admin-task-retried = 🔁 Retrying: task <code>{ $id }</code>. Whoever asked gets the answer.
admin-task-under-way = 🔄 Under way already, nothing to retry: task <code>{ $id }</code>.
admin-task-retried-before = 🔁 Retried before: task <code>{ $id }</code>.
admin-task-cancelled = 🚫 Task <code>{ $id }</code> is cancelled, its owner will hear of it.

admin-queue-which = 📥 Which queue? There are: { $queues }. For example: /{ $command } { $first }
admin-paused = ⏸ Queue { $queue } is paused: workers take nothing from it, steps under way are finished. Resume: /admin_resume { $queue }
admin-paused-before = ⏸ Queue { $queue } is paused already.
admin-resumed = ▶️ Queue { $queue } is resumed, workers take it up within two seconds.
admin-resumed-before = ▶️ Queue { $queue } was not paused.

admin-hours = 🧹 How many hours? A number from 1 to { $most }: /admin_queue_cleanup 24
admin-clean-offer =
    🧹 <b>Take out what ended more than { $hours } h ago?</b>

    Tasks: { $tasks }
    Runs: { $runs }
    Reports: { $results }
    Dead messages: { $dead }

    What is under way, and what people were not told of yet, stays. The button works for { $minutes } min.
admin-clean-nothing = 🧹 Nothing to take out: nothing ended more than { $hours } h ago.
admin-clean-done = 🧹 Taken out: { $tasks } tasks, { $runs } runs, { $results } reports, { $dead } dead messages.
admin-retry-offer =
    🔁 <b>Retry what failed in the last { $hours } h?</b>
    Tasks: { $count }, at most { $most } at a time. Those who asked get the answers.
admin-retry-done = 🔁 Tasks retried: { $count }.
admin-cancel-offer =
    🚫 <b>Cancel everything that runs or waits?</b>
    Tasks: { $count }, at most { $most } at a time. People will be told.
admin-cancel-done = 🚫 Tasks cancelled: { $count }.
admin-delete-offer =
    🗑 <b>Delete all failed tasks?</b>
    Tasks: { $count }. Their records and tracebacks go, retry buttons end. This can't be taken back.
admin-delete-one-offer =
    🗑 <b>Delete { $id }?</b>
    Its record and traceback go, its retry button ends. This can't be taken back.
admin-delete-done = 🗑 Tasks deleted: { $count }.
admin-delete-one-done = 🗑 { $id } is deleted.
admin-delete-stays = 🤷 { $id } stays: it is under way, or its person was not told yet.
admin-offer-nothing = 🤷 There are no such tasks.
admin-offer-left = 👌 Left as it is.

admin-log = 📒 <b>What admins did</b>: { $count }
admin-log-none = 📒 Admins have done nothing yet.
admin-log-line = { $at } · <code>{ $who }</code> · { $what } { $target } { $detail }

toast-admin-old = This is done already, or the offer is too old. Send the command again.
toast-admin-away = 🔴 Redis does not answer. Check it and press again.

button-admin-status = 📟 Health
button-admin-metrics = 📈 Day
button-admin-users = 👥 People
button-admin-tasks = 📋 Tasks
button-admin-log = 📒 Log
button-admin-before = ◀️
button-admin-next = ▶️
button-admin-all = All
button-admin-failed = ❌ Failed
button-admin-running = 🔄 Running
button-admin-queued = ⏳ Queued
button-admin-task = 📄 { $id }
button-admin-retry = 🔁 Retry
button-admin-cancel = 🚫 Cancel
button-admin-retry-all = 🔁 Retry failed
button-admin-cancel-all = 🚫 Cancel all
button-admin-delete = 🗑 Delete
button-admin-delete-all = 🗑 Delete failed
button-admin-resume = ▶️ Resume { $queue }
button-admin-sure = ✅ Yes
button-admin-leave = Leave it
