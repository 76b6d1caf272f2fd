-- How a run begins, whether somebody asked for it or a group reached it.

-- The run under way for a key, nil when there is none.
local function flying(name)
  local run = redis.call('GET', P .. 'flight:' .. name)
  local state = run and redis.call('HGET', run_key(run), 'state')
  if state and not FINAL[state] then return run end
end

-- Somebody more urgent waits for a run now. Whoever reads this queues its step anew higher up (promote); it stands in the
-- record, so that the sweep does when they die before.
local function want(run, rank)
  local got = redis.call('HMGET', run_key(run), 'rank', 'wanted_rank')
  if tonumber(got[1] or 0) > rank and tonumber(got[2] or got[1]) > rank then
    redis.call('HSET', run_key(run), 'wanted_rank', int(rank))
  end
end

-- Nobody sits waiting for a group's run: what it stands in the queue between two steps gives it as much time more, up to
-- its cap after the start. Its new deadline, nil where it stays.
local function after_queueing(cap, own, started, deadline, touched, retry_at, pause_seen)
  if not cap or own ~= '' or not started or not deadline then return nil end
  local since = math.max(tonumber(touched), tonumber(retry_at or '') or 0, tonumber(pause_seen) or 0)
  local till = math.min(deadline + now - since, started + cap)
  if till - deadline >= 1000 then return int(till) end
end

-- Its record, how long it may wait, its first message. `keep`: how long its key is kept, in ms.
local function start_run(new, message, data, keep)
  redis.call('HSET', run_key(new.run), 'v', '1', 'type', new.type, 'subject', new.subject, 'depth', new.depth,
    'phase', new.phase, 'key', new.run_key, 'state', 'queued', 'step', '0', 'steps', int(new.steps), 'seq', '0',
    'attempt', '0', 'own', '', 'counter', '0', 'rmid', message.rmid, 'queue', message.queue, 'deliveries', '0',
    'created', stamp, 'touched', stamp, 'result_key', new.result_key, 'rank', int(new.rank), 'max_age', new.max_age)
  if new.cap then redis.call('HSET', run_key(new.run), 'cap', int(new.cap)) end
  redis.call('SET', P .. 'flight:' .. new.run_key, new.run, 'PX', keep)
  redis.call('ZADD', P .. 'deadlines', int(now + new.queue_timeout), new.run)
  enqueue(message.queue, message.rmid, data)
end
