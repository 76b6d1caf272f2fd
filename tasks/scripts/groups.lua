-- A group: a run that waits at its gate, the packed message of its next step, until every child task has ended.
-- At most `window` children have runs at a time, so that groups share a queue fairly.

-- Give the group until `moment` at least, never beyond its cap.
local function extend_group(parent, moment)
  local key = run_key(parent)
  local got = redis.call('HMGET', key, 'started', 'deadline', 'group_cap')
  if not got[1] or not got[3] then return end
  local till = math.min(math.max(moment, tonumber(got[2])), got[1] + got[3])
  redis.call('HSET', key, 'deadline', int(till))
  redis.call('ZADD', P .. 'deadlines', int(till), parent)
end

-- The next child that still waits gets its run: one under way that does as well, or its own.
local function release_child(parent, keep)
  while true do
    local child = redis.call('LPOP', run_key(parent) .. ':waiting')
    if not child then return end
    local key = task_key(child)
    local got = redis.call('HMGET', key, 'state', 'planned')
    if got[1] and not FINAL[got[1]] and got[2] then
      local plan = cjson.decode(got[2])
      local run = flying(plan.wider_key) or flying(plan.run_key)
      if not run then
        run = plan.run
        start_run(plan, plan.message, plan.data, keep)
      end
      redis.call('HSET', key, 'run', run)
      redis.call('HDEL', key, 'planned')
      redis.call('SADD', members_key(run), child)
      return
    end
  end
end

-- Everybody is through, or nobody is waited for any more: the next step's message goes out, once.
local function open_gate(parent)
  local key = run_key(parent)
  local gate = redis.call('HGET', key, 'gate')
  if not gate then return end
  redis.call('HDEL', key, 'gate')
  local message = cjson.decode(gate)
  enqueue(message.queue, message.rmid, message.data)
end

-- A child has ended: counted once, then the next one or the gate.
local function fan_in(parent, child, state, keep)
  local key = run_key(parent)
  if redis.call('SREM', key .. ':pending', child) == 0 then return end
  redis.call('HINCRBY', key, 'group_done', 1)
  if state ~= 'completed' then redis.call('HINCRBY', key, 'group_failed', 1) end
  local got = redis.call('HMGET', key, 'state', 'group_limit')
  if not got[1] or FINAL[got[1]] then return end
  redis.call('HSET', key, 'touched', stamp)
  extend_group(parent, now + got[2])
  if redis.call('SCARD', key .. ':pending') == 0 then open_gate(parent) else release_child(parent, keep) end
  progress_event(parent, 'progress')
end
