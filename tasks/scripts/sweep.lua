-- Deadlines passed end their runs; runs whose message may be lost are named for requeueing.
local ended, lost = {}, {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', P .. 'deadlines', '-inf', stamp, 'LIMIT', 0, 100)) do
  local started, gate = unpack(redis.call('HMGET', run_key(id), 'started', 'gate'))
  if gate then
    -- A group is told with what it has: those not ready in time are its failures.
    leave_children(id, 'failed', a.late)
    redis.call('HSET', run_key(id), 'deadline', int(now + a.grace))
    redis.call('ZADD', P .. 'deadlines', int(now + a.grace), id)
    open_gate(id)
  elseif end_run(id, 'failed', started and a.late or a.waited) then ended[#ended + 1] = id
  else redis.call('ZREM', P .. 'deadlines', id) end
end
for _, id in ipairs(redis.call('ZRANGE', P .. 'deadlines', 0, -1)) do
  local got = redis.call('HMGET', run_key(id), 'state', 'rmid', 'queue', 'touched', 'retry_at', 'step_started',
    'gate')
  local quiet = now - math.max(got[4] or 0, got[6] or 0) > a.quiet
  local coming = got[5] and got[5] ~= '' and tonumber(got[5]) + a.quiet > now
  if got[1] and not FINAL[got[1]] and not got[7] and quiet and not coming then
    local there = redis.call('HEXISTS', NS .. ':' .. got[3] .. '.msgs', got[2])
    if there == 0 then lost[#lost + 1] = id end
  end
end
return {ended, lost}
