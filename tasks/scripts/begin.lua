-- The fence before a step: drop what is ended, behind the cursor or owned by another message; else own it.
-- Plain arguments, because every step pays for them; the JSON of the last one is read only where it is needed.
local id, step, seq, rmid, limit = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local key = run_key(id)
local state, cursor, newest, own, owner, times, deadline, counter, operation, retry_at, tries, kind, subject, depth, phase,
  calls, max_age, suspect, cap, started, touched, pause_seen = unpack(redis.call('HMGET', key, 'state', 'step', 'seq', 'own',
  'rmid', 'deliveries', 'deadline', 'counter', 'operation', 'retry_at', 'attempt', 'type', 'subject', 'depth', 'phase',
  'api_calls', 'max_age', 'suspect', 'cap', 'started', 'touched', 'pause_seen'))
if not state then return 'drop' end
if FINAL[state] or step ~= cursor then return 'drop' end

-- A copy that is not the run's own, though that one is nowhere: an admin took it out and queued this one, whose retries
-- the dashboard has forgotten. The sweep sees by the note that nobody meant to end the run.
local function drop_copy()
  local queue, delayed = unpack(redis.call('HMGET', key, 'queue', 'delayed'))
  local later = string.match(delayed or '', ':(.+)$')
  if redis.call('HEXISTS', NS .. ':' .. queue .. '.msgs', owner) == 0
    and not (later and redis.call('HEXISTS', NS .. ':' .. queue .. '.DQ.msgs', later) == 1) then
    redis.call('HSET', key, 'dropped', step .. '.' .. newest)
  end
  return 'drop'
end
if tonumber(seq) < tonumber(newest) then return drop_copy() end

local function fail(why)
  local constants = cjson.decode(ARGV[6])
  endings(constants.keep)(id, 'failed', constants[why])
  return 'drop'
end

-- Whether another run has its last try now. Nobody gives that back: it is over once the record says so.
local function another_alone(most)
  local holder = redis.call('GET', P .. 'alone')
  if not holder or holder == id then return false end
  local got = redis.call('HMGET', run_key(holder), 'state', 'own', 'suspect', 'deliveries')
  return got[1] and not FINAL[got[1]] and got[2] ~= '' and got[3] ~= '1' and tonumber(got[4]) >= most
end

local word, deliveries, suspected = 'go', '1', ''
local again = seq == newest and own ~= ''
-- One attempt belongs to one enqueued copy: the same copy again is a redelivery, any other a duplicate.
if again and owner ~= rmid then return drop_copy() end
if again or suspect == '1' then
  local most = cjson.decode(ARGV[6]).max_deliveries
  deliveries = int(times + 1)
  if tonumber(deliveries) > most then return fail('poison') end
  -- Counted with a step that kills its worker are all beside it. So the last try is each one's own: begun beside no
  -- other last try, put off uncounted until then. No step takes as long as the key is kept.
  if tonumber(deliveries) == most then
    if another_alone(most) then word, deliveries, suspected = 'hold', times, '1'
    else redis.call('SET', P .. 'alone', id, 'PX', 600000) end
  end
end

counter = counter + 1
local set = {'own', counter, 'counter', counter, 'step_started', stamp}
local function change(name, old, new)
  if old ~= new then
    set[#set + 1] = name
    set[#set + 1] = new
  end
end

if not deadline then
  deadline = int(now + limit)
  change('started', nil, stamp)
  change('deadline', nil, deadline)
  redis.call('ZADD', P .. 'deadlines', deadline, id)
  local starts = P .. 'stats:starts:' .. redis.call('HGET', key, 'queue')
  redis.call('LPUSH', starts, stamp)
  redis.call('LTRIM', starts, 0, 19)
else
  local longer = after_queueing(cap, own, started, deadline, touched, retry_at, pause_seen)
  if longer then
    change('deadline', deadline, longer)
    redis.call('ZADD', P .. 'deadlines', longer, id)
    deadline = longer
  end
  if now >= tonumber(deadline) then return fail('late') end
end

change('state', state, 'running')
change('seq', newest, seq)
change('rmid', owner, rmid)
change('deliveries', times, deliveries)
change('suspect', suspect or '', suspected)
change('retry_at', retry_at or '', '')
if (operation or '') ~= '' then
  change('operation', operation, '')
  change('done', nil, '0')
  change('total', nil, '0')
end
redis.call('HSET', key, unpack(set))
progress_event(id, 'step')
return table.concat({word, counter, deadline, stamp, deliveries, tries, kind, depth, phase, calls or '0',
  max_age or '', subject}, '\n')
