-- The fence before a step: drop what is ended, behind the cursor or owned by another message; else own it.
-- Plain arguments, because every step pays for them; the JSON of the last one is read only where it is needed.
local id, step, seq, rmid, limit = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local key = run_key(id)
local state, cursor, newest, own, owner, times, deadline, counter, operation, retry_at, tries, kind, subject, depth, phase,
  calls, max_age, cap, started, touched, pause_seen = unpack(redis.call('HMGET', key, 'state', 'step', 'seq', 'own', 'rmid', 'deliveries', 'deadline',
  'counter', 'operation', 'retry_at', 'attempt', 'type', 'subject', 'depth', 'phase', 'api_calls', 'max_age',
  'cap', 'started', 'touched', 'pause_seen'))
if not state then return 'drop' end
if FINAL[state] or step ~= cursor or tonumber(seq) < tonumber(newest) then return 'drop' end

local function fail(why)
  local constants = cjson.decode(ARGV[6])
  endings(constants.keep)(id, 'failed', constants[why])
  return 'drop'
end

local deliveries = '1'
if seq == newest and own ~= '' then
  -- One attempt belongs to one enqueued copy: the same copy again is a redelivery, any other a duplicate.
  if owner ~= rmid then return 'drop' end
  deliveries = int(times + 1)
  if tonumber(deliveries) > cjson.decode(ARGV[6]).max_deliveries then return fail('poison') end
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
change('retry_at', retry_at or '', '')
if (operation or '') ~= '' then
  change('operation', operation, '')
  change('done', nil, '0')
  change('total', nil, '0')
end
redis.call('HSET', key, unpack(set))
progress_event(id, 'step')
return table.concat({'go', counter, deadline, stamp, deliveries, tries, kind, depth, phase, calls or '0',
  max_age or '', subject}, '\n')
