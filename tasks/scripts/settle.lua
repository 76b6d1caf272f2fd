-- The subject's state is known: give this run its full key. Somebody's fresh report for it? Another run at it? Else go on.
local key = run_key(a.run)
local reason = standing(key)
if reason then return {'drop', reason} end
local got = redis.call('HMGET', key, 'type', 'subject', 'depth', 'key', 'result_key', 'rank',
  'api_calls')
local about = got[1] .. ':' .. (a.subject or got[2]) .. ':'
local full = about .. (a.depth or got[3]) .. ':' .. a.fingerprint
-- A deeper look at the same state serves as well.
local serving = a.wider and {full, about .. a.wider .. ':' .. a.fingerprint} or {full}
if a.depth then redis.call('HSET', key, 'depth', a.depth) end
if a.title ~= '' then redis.call('HSET', key, 'title', a.title) end

for _, name in ipairs(serving) do
  local ready = redis.call('GET', P .. 'ready:' .. name)
  if ready then
    local old = redis.call('HMGET', run_key(ready), 'ended', 'result_key')
    local report = old[2] and redis.call('LINDEX', old[2], 0)
    if report and now - tonumber(old[1]) <= a.max_age then
      redis.call('DEL', got[5])
      redis.call('LPUSH', got[5], report)
      redis.call('PEXPIRE', got[5], a.keep.task)
      redis.call('HSET', key, 'reused', ready)
      redis.call('HINCRBY', key, 'api_calls', a.api_calls)
      end_run(a.run, 'completed')
      ack(a.ack.queue, a.ack.worker, a.ack.rmid)
      return {'drop', 'served'}
    end
  end
end

for _, name in ipairs(serving) do
  local other = flying(name)
  if other and other ~= a.run then
    for _, task in ipairs(redis.call('SMEMBERS', members_key(a.run))) do
      redis.call('SADD', members_key(other), task)
      redis.call('HSET', task_key(task), 'run', other)
    end
    redis.call('DEL', members_key(a.run))
    -- Those who wait for the other run pay for both.
    redis.call('HINCRBY', run_key(other), 'api_calls', int(tonumber(got[7] or 0) + a.api_calls))
    end_run(a.run, 'completed')
    redis.call('HSET', key, 'merged', other)
    ack(a.ack.queue, a.ack.worker, a.ack.rmid)
    progress_event(a.run, 'merged')
    progress_event(other, 'joined')
    want(other, tonumber(got[6] or 0))
    return {'drop', 'merged', other}
  end
end

if redis.call('GET', P .. 'flight:' .. got[4]) == a.run then redis.call('DEL', P .. 'flight:' .. got[4]) end
redis.call('SET', P .. 'flight:' .. full, a.run, 'PX', a.keep.task)
redis.call('HSET', key, 'key', full, 'phase', a.fingerprint)
return {'ok'}
