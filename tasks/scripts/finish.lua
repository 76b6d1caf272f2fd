-- The run ends: completed with its result stored where the result backend looks for it, or failed with its record.
local key = run_key(a.run)
local run = standing(a.run)
local mine, state
if a.own then
  mine, state = owns(run)
else
  -- The message never passed the fence (unknown actor, age limit): it may end only a step nobody else owns.
  local rmid = redis.call('HGET', key, 'rmid')
  mine = run.state and not FINAL[run.state] and run.step == int(a.step) and (run.own == '' or rmid == a.rmid)
  state = run.state or 'gone'
end
if not mine then return {'drop', state} end
if a.state == 'completed' then
  local target = redis.call('HGET', key, 'result_key')
  redis.call('DEL', target)
  redis.call('LPUSH', target, ARGV[2])
  redis.call('PEXPIRE', target, a.keep.task)
  local got = redis.call('HMGET', key, 'step_started', 'type')
  step_took(got[2], now - tonumber(got[1] or now))
  redis.call('HSET', key, 'step', int(a.step + 1))
  redis.call('SET', P .. 'ready:' .. redis.call('HGET', key, 'key'), a.run, 'PX', a.keep.task)
else
  redis.call('HSET', key, 'traceback', a.traceback or '')
end
end_run(a.run, a.state, a.failure)
if a.ack then ack(a.ack) end
return {'ok'}
