-- One's own duplicate? the limit? join the run under way or start one and push its first message; record, event.
local idem = a.idempotency ~= '' and (P .. 'idem:' .. a.idempotency) or nil
if idem then
  local known = redis.call('GET', idem)
  if known and redis.call('EXISTS', task_key(known)) == 1 then return {'repeated', known} end
end

local active_key = P .. 'owner:' .. a.owner .. ':active'
local active, reserved = {}, 0
for _, id in ipairs(redis.call('SMEMBERS', active_key)) do
  local task = redis.call('HMGET', task_key(id), 'state', 'run_key', 'reserved')
  if not task[1] or FINAL[task[1]] then
    redis.call('SREM', active_key, id)
  else
    if task[2] == a.run_key then return {'duplicate', id} end
    active[#active + 1] = id
    reserved = reserved + tonumber(task[3] or 0)
  end
end
if #active >= a.limit then
  table.insert(active, 1, 'limit')
  return active
end

-- Calls are counted when their run ends. Until then those of what is under way are reserved, in the task's own record: the
-- reservation ends with the task, whatever ends it. What names no calls of its own takes what is left.
local used = tonumber(redis.call('HGET', calls_key(), a.owner) or 0)
-- What was used before /forget_me counts on until the day ends, under a keyed hash.
if a.alias then used = used + tonumber(redis.call('HGET', forgotten_key(), a.alias) or 0) end
local over = used >= a.allowance or a.calls > 0 and used + reserved + a.calls > a.allowance
if a.allowance > 0 and over then return {'allowance', int(used), int(reserved), int(86400000 - now % 86400000)} end

local run, outcome = flying(a.run_key), 'joined'
if run then want(run, a.rank)
else
  run, outcome = a.run, 'created'
  start_run(a, a.message, ARGV[2], a.keep.task)
end

redis.call('HSET', task_key(a.task), 'v', '1', 'state', 'queued', 'owner', a.owner, 'run', run, 'run_key', a.run_key,
  'type', a.type, 'subject', a.subject, 'lang', a.lang, 'chat', a.chat, 'thread', a.thread,
  'request_message', a.request_message, 'side', a.side, 'retry_of', a.retry_of, 'depth', a.depth, 'phase', a.phase,
  'created', stamp, 'reserved', int(a.calls))
redis.call('SADD', members_key(run), a.task)
redis.call('SADD', active_key, a.task)
local recent = P .. 'owner:' .. a.owner .. ':recent'
redis.call('ZADD', recent, stamp, a.task)
redis.call('ZREMRANGEBYRANK', recent, 0, -101)
redis.call('PEXPIRE', recent, a.keep.task)
add(MEASURES.started .. '|' .. a.type, 1)
redis.call('ZADD', P .. 'tasks:recent', stamp, a.task)
redis.call('ZREMRANGEBYSCORE', P .. 'tasks:recent', '-inf', int(now - a.keep.task))
redis.call('ZADD', P .. 'tasks:active', stamp, a.task)
redis.call('HINCRBY', people_key(), a.owner .. '|tasks', 1)
redis.call('PEXPIRE', people_key(), a.keep.task)
if idem then redis.call('SET', idem, a.task, 'PX', a.keep.task) end
progress_event(run, 'submitted')
return {outcome, a.task, run}
