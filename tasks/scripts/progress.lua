-- What the step is doing now; optional intermediate data. Tells a step that lost its run to stop.
local mine, state = owns(standing(a.run))
if not mine then return {'drop', state} end
local key = run_key(a.run)
redis.call('HSET', key, 'operation', a.operation, 'done', a.done, 'total', a.total, 'touched', int(now))
progress_event(a.run, 'progress')
return {'ok'}
