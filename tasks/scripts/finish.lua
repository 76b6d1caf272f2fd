-- The run ends: completed with its result stored where the result backend looks for it, or failed with its record.
local key = run_key(a.run)
local state, step, own, rmid, result_key, subject_key, started, kind = unpack(redis.call('HMGET', key, 'state', 'step',
  'own', 'rmid', 'result_key', 'key', 'step_started', 'type'))
-- A message that never passed the fence (unknown actor, age limit) may end only a step nobody else owns.
local mine = a.own and int(a.own) or ((own == '' or rmid == a.rmid) and own) or 'another'
local reason = lost(state, step, own, int(a.step), mine)
  or a.ack and taken_out(a.ack.queue, a.ack.worker, a.ack.rmid) and 'removed'
if reason then return {'drop', reason} end

-- Recent mean duration of each step: an exponential average with a fifth of the newest.
local function remember_durations()
  redis.call('HSET', key, 'step', int(a.step + 1), 'took:' .. step, int(now - (started or now)))
  local means, names, fields = P .. 'stats:steps:' .. kind, {}, {}
  for index = 0, a.step do
    names[index + 1], fields[index + 1] = int(index), 'took:' .. int(index)
  end
  local old, new = redis.call('HMGET', means, unpack(names)), redis.call('HMGET', key, unpack(fields))
  local set = {}
  for index, name in ipairs(names) do
    if new[index] then
      set[#set + 1] = name
      set[#set + 1] = int(old[index] and 0.8 * old[index] + 0.2 * new[index] or new[index])
    end
  end
  redis.call('HSET', means, unpack(set))
end

if a.state == 'completed' then
  redis.call('DEL', result_key)
  redis.call('LPUSH', result_key, ARGV[2])
  redis.call('PEXPIRE', result_key, a.keep.task)
  redis.call('SET', P .. 'ready:' .. subject_key, a.run, 'PX', a.reusable)
  remember_durations()
  measure(MEASURES.step .. '|' .. kind .. '|' .. step, now - (started or now))
else
  if a.api_calls > 0 then redis.call('HINCRBY', key, 'api_calls', a.api_calls) end
  redis.call('HSET', key, 'traceback', a.traceback or '')
end
end_run(a.run, a.state, a.failure)
if a.ack then ack(a.ack.queue, a.ack.worker, a.ack.rmid) end
return {'ok'}
