-- The fence before a step: drop what is ended, behind the cursor or owned by another message; else own it.
local key = run_key(a.run)
local got = redis.call('HMGET', key, 'state', 'step', 'seq', 'own', 'rmid', 'deliveries', 'deadline', 'counter', 'queue',
  'attempt', 'type', 'subject', 'depth', 'phase', 'api_calls', 'max_age')
local state, step, seq = got[1], tonumber(got[2] or -1), tonumber(got[3] or 0)
if not state then return {'drop', 'gone'} end
if FINAL[state] then return {'drop', state} end
if a.step ~= step or a.seq < seq then return {'drop', 'behind'} end

local deliveries = 1
if a.seq == seq and got[4] ~= '' then
  -- One attempt belongs to one enqueued copy: the same copy again is a redelivery, any other a duplicate.
  if got[5] ~= a.rmid then return {'drop', 'other'} end
  deliveries = tonumber(got[6]) + 1
  if deliveries > a.max_deliveries then
    end_run(a.run, 'failed', a.poison)
    return {'drop', 'failed'}
  end
end

local deadline = tonumber(got[7] or 0)
if deadline == 0 then
  deadline = now + a.deadline
  redis.call('HSET', key, 'started', int(now), 'deadline', int(deadline))
  redis.call('ZADD', P .. 'deadlines', int(deadline), a.run)
  local starts = P .. 'stats:starts:' .. got[9]
  redis.call('LPUSH', starts, int(now))
  redis.call('LTRIM', starts, 0, 19)
elseif now >= deadline then
  end_run(a.run, 'failed', a.late)
  return {'drop', 'failed'}
end

local own = int(tonumber(got[8]) + 1)
redis.call('HSET', key, 'state', 'running', 'own', own, 'counter', own, 'seq', a.seq, 'rmid', a.rmid,
  'deliveries', deliveries, 'step_started', int(now), 'touched', int(now), 'operation', '', 'done', '0', 'total', '0',
  'retry_at', '')
progress_event(a.run, 'step')
return {'go', own, int(deadline), int(now), deliveries, got[10], got[11], got[12], got[13], got[14], got[15] or '0',
  got[16] or ''}
