-- An attempt failed or was deferred and comes back later: recorded, shown, the ownership cleared.
local key = run_key(a.run)

-- Waiting for the next hour is no work: until when, and how long in all, each moment counted once.
local function pause(waiting)
  local till = now + a.delay
  local known = tonumber(redis.call('HGET', waiting, 'paused_until') or 0)
  if till <= known then return end
  redis.call('HINCRBY', waiting, 'paused_ms', int(till - math.max(now, known)))
  redis.call('HSET', waiting, 'paused_until', int(till))
end

local reason = standing(key)
if reason then return {'drop', reason} end
redis.call('HSET', key, 'seq', a.seq, 'own', '', 'touched', stamp, 'retry_at', int(now + a.delay))
-- One that was held back before its last try goes on being counted.
if not a.held then redis.call('HSET', key, 'deliveries', '0') end
if a.api_calls > 0 then redis.call('HINCRBY', key, 'api_calls', a.api_calls) end
if a.counted then
  redis.call('HSET', key, 'state', 'retrying', 'attempt', a.attempt, 'reason', a.reason)
  redis.call('RPUSH', key .. ':retries', cjson.encode({step = a.step, attempt = a.attempt, reason = a.reason,
    at = stamp, next = int(now + a.delay)}))
  redis.call('LTRIM', key .. ':retries', -50, -1)
  redis.call('PEXPIRE', key .. ':retries', a.keep.failure)
  add(MEASURES.retried .. '|' .. redis.call('HGET', key, 'type') .. '|' .. int(a.step), 1)
else
  if not a.held then redis.call('HSET', key, 'operation', 'waiting', 'done', '0', 'total', '0') end
  -- Nobody sits waiting for a bulk's run: what it waits for its turn does not count.
  if a.cap then
    local times = redis.call('HMGET', key, 'started', 'deadline')
    local till = int(math.min(times[2] + a.delay, times[1] + a.cap))
    redis.call('HSET', key, 'deadline', till)
    redis.call('ZADD', P .. 'deadlines', till, a.run)
    if a.hour_used then pause(key) end
    for _, task in ipairs(redis.call('SMEMBERS', members_key(a.run))) do
      local parent = redis.call('HGET', task_key(task), 'parent')
      if parent then
        extend_group(parent, tonumber(till))
        if a.hour_used then pause(run_key(parent)) end
        progress_event(parent, 'retry')
      end
    end
  end
end
progress_event(a.run, 'retry')
return {'ok'}
