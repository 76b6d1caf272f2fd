### What is not as it should be, for admins. `{ $queue }` is a queue's name, `{ $worker }` a host with a process id.

finding-no-consumer = No worker takes from { $queue }
finding-queue-old = { $queue }: the first in line has waited for { $seconds } s
finding-queue-deep = { $queue }: { $count } waiting
finding-no-heartbeat = Worker { $worker } has fallen silent
finding-no-workers = No worker is running
finding-redis-memory = Redis has used { $percent }% of its memory
finding-failures = { $percent }% of the tasks that ended lately have failed ({ $count }), people's own mistakes left out
finding-faceit-key = FACEIT refuses the key
finding-faceit-limited = FACEIT has asked for a pause: { $seconds } s left
finding-hour-short = This hour's FACEIT requests are running short
finding-hour-last = This hour's FACEIT requests are nearly used up
finding-paused = { $queue } is paused
finding-scheduler-silent = The scheduler sends nothing
finding-endings-untold = Results waiting to be told: { $count }
