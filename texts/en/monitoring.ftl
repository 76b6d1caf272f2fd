### The admins' pages in the browser. Plain text, no tags; numbers come as text or as numbers for plurals.

web-title = FACEIT bot
web-units = ms s min h d
web-ms = ms
web-utc = All times in UTC
web-live = live
web-not-live = not live: reload to see changes
web-menu = Pages
web-menu-overview = Overview
web-menu-tasks = Tasks
web-menu-charts = 24 hours
web-menu-people = People
web-menu-acts = Acts
web-menu-clean-up = Clean-up
web-menu-messages = Messages

web-away = Redis does not answer
web-away-what = Nothing can be said about queues and tasks until it does. The bot analyses by itself meanwhile.
web-away-again = This page looks again by itself.
web-full = Redis is full and refuses to write
web-full-what = This was not done. What only reads works, and so does what makes room: a clean-up. Or give Redis more memory.
web-back = Back
web-no = No, leave it
web-none = Nothing here.
web-older = Older
web-newer = Newer
web-status-400 = That can't be asked like this
web-status-403 = Not accepted
web-status-404 = Not found
web-status-405 = Not possible here
web-status-409 = Not possible now
web-status-413 = Too large
web-error-unknown-task = There is no such task, or it was removed already.
web-error-task-active = The task is still under way: it can be retried once it has ended.
web-error-task-ended = The task has ended already.
web-error-limit-reached = This person has as many active tasks as allowed. Retry it later.
web-error-allowance = This person's FACEIT calls of the day are used up.
web-error-not-yours = Only admins may do that.
web-error-part-of-bulk = This is a part of a bulk: retry the bulk itself.

## Overview
web-verdict-good = Everything works
web-verdict-busy = It works, but something is worth a look
web-verdict-bad = Something is wrong
web-figures = Figures
web-running = Running
web-waiting = Waiting
web-delayed = Delayed
web-delayed-n = { $n } put off to a time
web-people-active = { $n ->
    [one] { $n } active person
   *[other] { $n } active people
}
web-ended-hour = Success, 1 h
web-ended-day = Success, 24 h
web-ended-faults = By our fault: { $n }
web-ended-matches = In bulks
web-faceit = FACEIT this hour
web-faceit-rate = { $rate }/s
web-faceit-ends = { $minutes } min left
web-redis-clients = { $n } clients
web-queues = Queues
web-queue = Queue
web-queue-critical = maintenance
web-queue-high = matches
web-queue-default = players
web-queue-low = bulk
web-held = Held
web-oldest = Oldest
web-consumers = Consumers
web-paused = paused
web-pause = Pause
web-resume = Resume
web-workers = Workers
web-worker = Worker
web-no-workers = No worker is running.
web-threads = Threads busy
web-memory = Memory
web-heartbeat = Heartbeat
web-ago = { $age } ago
web-up = Up for
web-failed-last = Failed lately
web-no-failed = No task has failed.
web-retry-all = Retry all failed…
web-cancel-all = Cancel all active…
web-delete-all = Delete all failed…
web-delete = Delete…

## Charts
web-day = The last 24 hours
web-chart-depth = Depth of the queues
web-chart-throughput = Tasks that ended
web-chart-duration = Mean duration
web-chart-empty = Nothing was recorded yet.
web-legend-critical = critical
web-legend-high = high
web-legend-default = default
web-legend-low = low
web-legend-completed = done
web-legend-failed = failed
web-legend-cancelled = cancelled
web-legend-mean = mean
web-durations = How long tasks take
web-others = More of the day
web-per-minute = Tasks a minute, last hour
web-budget-wait = Wait for a FACEIT call
web-faceit-calls = FACEIT calls
web-errors = errors: { $n }
web-cache = Cache hits
web-sends = Telegram calls
web-refused = refused: { $n }
web-delivery = From a task's end to its card

## Tasks
web-all-states = All states
web-all-types = All types
web-state = State
web-state-queued = Queued
web-state-running = Running
web-state-retrying = Retrying
web-state-completed = Done
web-state-failed = Failed
web-state-cancelled = Cancelled
web-type = Type
web-type-match_analysis = Match
web-type-player_performance = Player
web-type-bulk_analysis = Bulk
web-type-user_analytics = Statistics
web-type-team_analysis = Team
web-task = Task
web-subject = Subject
web-person = Person
web-step = Step
web-steps = Steps
web-created = Accepted
web-ended = Ended
web-took = Took
web-deadline = Deadline
web-run = Run
web-tries = Tries
web-tries-n = attempts: { $attempts }, deliveries: { $deliveries }
web-retry-of = Retry of
web-shared = shared with { $n } more
web-failure = Failure
web-no-traceback = No traceback was recorded.
web-retries = Retries
web-when = When, UTC
web-attempt = Attempt
web-reason = Reason
web-retry = Retry
web-cancel = Cancel

## People and acts
web-people-what = People are shown as keyed hashes: the same person is the same hash, but nobody can be told from it.
web-active = Active
web-tasks-day = Tasks of the day
web-act = Act
web-target = On
web-detail = Detail
web-act-retry = Retried a task
web-act-cancel = Cancelled a task
web-act-retry-failed = Retried all failed
web-act-cancel-active = Cancelled all active
web-act-pause = Paused a queue
web-act-resume = Resumed a queue
web-act-clean-up = Cleaned up
web-act-delete = Deleted a task
web-events = Events
web-event = Event
web-all-frames = All frames
web-event-queued = Queued
web-event-begun = A step has begun
web-event-promoted = Moved to a more urgent queue
web-event-joined = Another task has joined its run
web-event-merged = Merged into a run under way
web-event-retry = A step failed and comes back
web-event-redelivered = Delivered again: a worker died
web-event-ended = Ended
web-event-told = Told
web-act-delete-failed = Deleted all failed
web-act-delete-message = Deleted a message
web-act-requeue-message = Queued a message again
web-act-mute = Muted alerts
web-act-speak = Alerts speak again

## Acts that are asked about first, and what was done
web-confirm-retry-failed = { $n ->
    [0] No failed task to retry
    [one] Retry { $n } failed task?
   *[other] Retry { $n } failed tasks?
}
web-confirm-retry-failed-what = Each becomes a new task for the same person and goes through all its steps again. People over their limit are left out.
web-confirm-retry-failed-yes = { $n ->
    [one] Yes, retry it
   *[other] Yes, retry all { $n }
}
web-confirm-cancel-active = { $n ->
    [0] No active task to cancel
    [one] Cancel { $n } active task?
   *[other] Cancel { $n } active tasks?
}
web-confirm-cancel-active-what = Everything that waits or is under way ends, and its people are told. This can't be taken back.
web-confirm-cancel-active-yes = { $n ->
    [one] Yes, cancel it
   *[other] Yes, cancel all { $n }
}
web-confirm-delete-failed = { $n ->
    [0] No failed task is left
    [one] Delete { $n } failed task?
   *[other] Delete { $n } failed tasks?
}
web-confirm-delete-failed-what = Their records and tracebacks go, retry buttons end. This can't be taken back.
web-confirm-delete-failed-yes = Delete
web-confirm-retry = { $n ->
    [0] This task has not ended yet
   *[other] Retry this task?
}
web-confirm-retry-what = It becomes a new task for the same person and goes through all its steps again.
web-confirm-retry-yes = Retry
web-confirm-cancel = { $n ->
    [0] This task has ended already
   *[other] Cancel this task?
}
web-confirm-cancel-what = It ends, and its person is told. This can't be taken back.
web-confirm-cancel-yes = Cancel it
web-confirm-delete = Delete this task?
web-confirm-delete-what = Its record and traceback go, its retry button ends. This can't be taken back.
web-confirm-delete-yes = Delete
web-confirm-left = { $n } more stay for the next time: a hundred go at once.
web-clean-title = Clean-up
web-clean-what = Removes what ended longer ago than this. Active tasks are not touched.
web-clean-hours = { $n } h
web-clean-nothing = There is nothing to remove.
web-clean-yes = { $n ->
    [one] Remove { $n } record
   *[other] Remove { $n } records
}
web-clean-tasks = Ended tasks
web-clean-runs = Their runs
web-clean-dead = Dead messages
web-clean-results = Results
web-done-retried = Started anew: this is the new task.
web-done-cancelled = The task is cancelled.
web-done-paused = The queue is paused: steps under way finish, nothing new begins.
web-done-resumed = The queue goes on.
web-done-retried-all = Started anew: { $n }
web-done-cancelled-all = Cancelled: { $n }
web-done-cleaned = Removed: { $n }
web-done-deleted = Deleted: { $n }
web-done-stays = It stays: it is under way, or its person was not told yet.
