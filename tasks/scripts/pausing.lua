-- A pause is nobody's fault: what waits in a paused queue gets its time back, up to a cap a run. Then the queue named is
-- paused or resumed; with the last of a pause counted, nothing that waited ends before a worker could take it.
local paused, since = P .. 'paused', P .. 'paused:since'
local began = {}
for _, queue in ipairs(redis.call('SMEMBERS', paused)) do
  began[queue] = tonumber(redis.call('HGET', since, queue) or stamp)
end

local function give_back(id)
  local key = run_key(id)
  local state, queue, own, touched, retry_at, seen, given, deadline, gate = unpack(redis.call('HMGET', key, 'state',
    'queue', 'own', 'touched', 'retry_at', 'pause_seen', 'pause_ms', 'deadline', 'gate'))
  if not state or FINAL[state] or own ~= '' or not began[queue] then return 0 end
  local from = math.max(began[queue], tonumber(touched or 0) or 0, tonumber(retry_at or 0) or 0, tonumber(seen or 0))
  local more = math.min(now - from, a.cap - tonumber(given or 0))
  if more <= 0 then return 0 end
  redis.call('HSET', key, 'pause_seen', stamp, 'pause_ms', int(tonumber(given or 0) + more))
  local till = redis.call('ZSCORE', P .. 'deadlines', id) + more
  if gate then
    extend_group(id, till)
  else
    redis.call('ZADD', P .. 'deadlines', int(till), id)
    if deadline then redis.call('HSET', key, 'deadline', int(till)) end
  end
  return 1
end

local moved, changed = 0, 0
if next(began) then
  for _, id in ipairs(redis.call('ZRANGE', P .. 'deadlines', 0, -1)) do
    -- A record that can't be read is the sweep's to name.
    local read, given = pcall(give_back, id)
    if read then moved = moved + given end
  end
end
if a.act == 'pause' then
  changed = redis.call('SADD', paused, a.queue)
  redis.call('HSETNX', since, a.queue, stamp)
elseif a.act == 'resume' then
  changed = redis.call('SREM', paused, a.queue)
  redis.call('HDEL', since, a.queue)
end
return {changed, moved}
