-- What the step is doing now; optional intermediate data. Tells a step that lost its run to stop.
local key = run_key(a.run)
local reason = standing(key)
if reason then return {'drop', reason} end
redis.call('HSET', key, 'operation', a.operation, 'done', a.done, 'total', a.total, 'touched', stamp)
progress_event(a.run, 'progress')
return {'ok'}
