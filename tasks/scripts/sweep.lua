-- Deadlines passed end their runs. What somebody more urgent wants is named for promotion. A run whose message is
-- nowhere: taken out by hand ends it, lost by accident names it for requeueing. What a dead worker holds is in `.msgs` until somebody acknowledges it, so it is never missing here.
-- A record that can't be read stops nobody else's: it is named, and looked at again later.
local ended, lost, removed, wanted, unread = {}, {}, {}, {}, {}
local function each(ids, look)
  for _, id in ipairs(ids) do
    if not pcall(look, id) then unread[id] = true end
  end
end

each(redis.call('ZRANGEBYSCORE', P .. 'deadlines', '-inf', stamp, 'LIMIT', 0, 100), function(id)
  redis.call('ZADD', P .. 'deadlines', int(now + a.grace), id)
  local started, gate, cap, own = unpack(redis.call('HMGET', run_key(id), 'started', 'gate', 'cap', 'own'))
  local open = cap and started and own == '' and started + cap > now
  if open then
    -- It stands in the queue between two steps, which does not count: looked at again in a while.
    redis.call('ZADD', P .. 'deadlines', int(math.min(now + 60000, started + cap)), id)
  elseif gate then
    -- A group is told with what it has: those not ready in time are its failures.
    leave_children(id, 'failed', a.late)
    redis.call('HSET', run_key(id), 'deadline', int(now + a.grace))
    redis.call('ZADD', P .. 'deadlines', int(now + a.grace), id)
    open_gate(id)
  elseif end_run(id, 'failed', started and a.late or a.waited) then ended[#ended + 1] = id
  else redis.call('ZREM', P .. 'deadlines', id) end
end)

-- The copy that waits for its time, when Dramatiq has written one for this attempt; nil otherwise.
local function delayed_copy(known, step, seq)
  local of, rmid = string.match(known or '', '^(%d+%.%d+):(.+)$')
  if of == step .. '.' .. seq then return rmid end
end

local missing, queues, any = {}, {}, false
each(redis.call('ZRANGE', P .. 'deadlines', 0, -1), function(id)
  local got = redis.call('HMGET', run_key(id), 'state', 'rmid', 'queue', 'touched', 'retry_at', 'step_started',
    'gate', 'step', 'seq', 'delayed', 'dropped', 'wanted_rank')
  if got[1] and not FINAL[got[1]] and not got[7] then
    if got[12] then wanted[#wanted + 1] = id end
    local queue = NS .. ':' .. got[3]
    local waiting = (got[5] or '') ~= ''
    local delayed = waiting and delayed_copy(got[10], got[8], got[9]) or nil
    local there = redis.call('HEXISTS', queue .. '.msgs', got[2]) == 1
      or delayed and redis.call('HEXISTS', queue .. '.DQ.msgs', delayed) == 1
    if not there then
      missing[id] = {rmid = got[2], queue = queue, waiting = waiting, delayed = delayed, step = got[8],
        dropped = got[11] == got[8] .. '.' .. got[9],
        seq = tonumber(got[9] or 0), quiet = now - math.max(got[4] or 0, got[6] or 0) > a.quiet
        and not (waiting and tonumber(got[5]) + a.quiet > now)}
      queues[queue], any = true, true
    end
  end
end)

local function answer()
  local names = {}
  for id in pairs(unread) do names[#names + 1] = id end
  return {ended, lost, removed, wanted, names}
end
if not any then return answer() end

-- A copy whose time has come has a new Redis id, and so has one that the dashboard queued again: found by the run. One
-- whose retries it has forgotten is still to be dropped by the fence, which makes a note of that.
local function adopt(queue, field)
  local all = redis.call('HGETALL', queue .. '.msgs')
  for index = 1, #all, 2 do
    local id, step = string.match(all[index + 1], '"args":%["([^"]+)",(%d+)%]')
    local run = id and missing[id]
    if run and run.step == step then
      local seq = tonumber(cjson.decode(all[index + 1]).options.retries or 0)
      if seq >= run.seq then
        local known = field == 'delayed' and step .. '.' .. int(seq) .. ':' .. all[index] or all[index]
        redis.call('HSET', run_key(id), field, known)
        missing[id] = nil
      else run.older = true end
    end
  end
end
for queue in pairs(queues) do
  adopt(queue, 'rmid')
  adopt(queue .. '.DQ', 'delayed')
end

-- Scripts write a message together with the record, and taking one out by hand leaves nothing of it. So the only
-- accidents are an id without its message, and a retry of which Dramatiq never wrote the copy.
local ids = {}
for id in pairs(missing) do ids[#ids + 1] = id end
each(ids, function(id)
  local run = missing[id]
  if run.older then return end
  if run.dropped then
    lost[#lost + 1] = id
    return
  end
  local accident = run.waiting and not run.delayed or redis.call('LPOS', run.queue, run.rmid)
    or run.delayed and redis.call('LPOS', run.queue .. '.DQ', run.delayed)
  if not accident then
    if end_run(id, 'failed', a.removed) then removed[#removed + 1] = id end
  elseif run.quiet then lost[#lost + 1] = id end
end)
return answer()
