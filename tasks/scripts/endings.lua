-- `end_run` and `end_task` are the only places where something becomes final. `keep`: how long what is kept, in ms.
local function endings(keep)
  local end_run

  -- That something ended is remembered for a day, by the minute, whatever becomes of its record: what a clean-up or its
  -- person takes out of the lists has happened all the same.
  local DAY_MINUTES = 1440
  local function remember_end(name)
    local counts, minute = P .. 'ended:' .. name, math.floor(now / 60000)
    if redis.call('HINCRBY', counts, int(minute), 1) == 1 then
      for _, at in ipairs(redis.call('HKEYS', counts)) do
        if tonumber(at) < minute - DAY_MINUTES then redis.call('HDEL', counts, at) end
      end
    end
    redis.call('PEXPIRE', counts, DAY_MINUTES * 60000 + 3600000)
  end

  local function list_end(name, id)
    redis.call('ZADD', P .. 'tasks:' .. name, stamp, id)
    redis.call('ZREMRANGEBYSCORE', P .. 'tasks:' .. name, '-inf', int(now - keep.task))
    remember_end(name)
  end

  -- What a person gave, FACEIT does not have or an admin did is no failure of the service. It must be said: whatever
  -- says nothing, as workers of an older release do, is the service's.
  local function is_mistake(failure)
    local read, said = pcall(cjson.decode, failure or '')
    return read and type(said) == 'table' and said.ours == false
  end

  -- Counted, timed, and listed for as long as its record is kept. A task is what somebody asked for: a group's children
  -- are counted and listed apart.
  local function note_end(id, state, kind, created, owner, parent, failure)
    if parent then
      add(MEASURES.match .. '|' .. state, 1)
      list_end('children:' .. state, id)
      return
    end
    add(MEASURES.ended .. '|' .. kind .. '|' .. state, 1)
    measure(MEASURES.task .. '|' .. kind, now - created)
    list_end(state, id)
    redis.call('ZREM', P .. 'tasks:active', id)
    if state ~= 'failed' then return end
    redis.call('HINCRBY', people_key(), owner .. '|failed', 1)
    redis.call('PEXPIRE', people_key(), keep.task)
    if is_mistake(failure) then
      add(MEASURES.mistake .. '|' .. kind, 1)
      list_end('mistakes', id)
    end
  end

  local function end_task(id, state, failure)
    local key = task_key(id)
    local task = redis.call('HMGET', key, 'state', 'owner', 'run', 'chat', 'parent', 'type', 'created')
    if not task[1] or FINAL[task[1]] then return false end
    redis.call('HSET', key, 'state', state, 'ended', stamp, 'failure', failure or '')
    redis.call('PEXPIRE', key, keep.task)
    note_end(id, state, task[6] or '', tonumber(task[7]) or now, task[2] or '', task[5], failure)
    if task[5] then
      fan_in(task[5], id, state, keep.task)
      return true
    end
    redis.call('SREM', P .. 'owner:' .. task[2] .. ':active', id)
    if task[4] and task[4] ~= '' then
      redis.call('XADD', P .. 'events:endings', '*', 'v', '1', 'task', id, 'run', task[3], 'state', state)
    end
    progress_event(task[3], 'ended')
    return true
  end

  -- One task is no longer served by its run; the run ends with its last one.
  local function leave_run(run, task)
    if redis.call('SCARD', members_key(run)) == 1 then end_run(run, 'cancelled')
    else redis.call('SREM', members_key(run), task) end
  end

  -- The children still under way end here; what others wait for goes on.
  local function leave_children(parent, state, failure)
    local key = run_key(parent)
    redis.call('DEL', key .. ':waiting')
    for _, child in ipairs(redis.call('SMEMBERS', key .. ':pending')) do
      redis.call('SREM', key .. ':pending', child)
      redis.call('HINCRBY', key, 'group_done', 1)
      redis.call('HINCRBY', key, 'group_failed', 1)
      local run = redis.call('HGET', task_key(child), 'run')
      if end_task(child, state, failure) and run and run ~= '' then leave_run(run, child) end
    end
  end

  -- What a run cost is shared by those who waited for it, rounded up; a child's share is its group's cost, and is paid at
  -- once by those who waited for a group that has paid already.
  local function charge(calls, tasks)
    if calls == 0 or #tasks == 0 then return end
    local share = math.ceil(calls / #tasks)
    for _, task in ipairs(tasks) do
      local owner, parent = unpack(redis.call('HMGET', task_key(task), 'owner', 'parent'))
      if parent and redis.call('HEXISTS', run_key(parent), 'charged') == 1 then
        charge(share, redis.call('SMEMBERS', members_key(parent)))
      elseif parent then redis.call('HINCRBY', run_key(parent), 'api_calls', int(share))
      elseif owner then redis.call('HINCRBY', calls_key(), owner, int(share)) end
    end
    redis.call('PEXPIRE', calls_key(), 2 * 86400000)
  end

  -- A summary opens its matches' reports for as long as it is kept itself; the first of them may have ended hours ago.
  local function keep_children(id)
    local function renew(key)
      local left = redis.call('PTTL', key)
      if left >= 0 and left < keep.task then redis.call('PEXPIRE', key, keep.task) end
    end
    for _, child in ipairs(redis.call('LRANGE', run_key(id) .. ':children', 0, -1)) do
      renew(task_key(child))
      local run = redis.call('HGET', task_key(child), 'run')
      if run and run ~= '' then
        renew(run_key(run))
        renew(members_key(run))
        renew(redis.call('HGET', run_key(run), 'result_key') or '')
      end
    end
  end

  function end_run(id, state, failure)
    local key = run_key(id)
    local run = redis.call('HMGET', key, 'state', 'key', 'group_total')
    if not run[1] or FINAL[run[1]] then return false end
    redis.call('HSET', key, 'state', state, 'ended', stamp, 'failure', failure or '', 'own', '')
    redis.call('HDEL', key, 'gate')
    redis.call('ZREM', P .. 'deadlines', id)
    local flight = P .. 'flight:' .. (run[2] or '')
    if redis.call('GET', flight) == id then redis.call('DEL', flight) end
    if run[3] then leave_children(id, 'cancelled') end
    local tasks = redis.call('SMEMBERS', members_key(id))
    charge(tonumber(redis.call('HGET', key, 'api_calls') or 0), tasks)
    redis.call('HSET', key, 'charged', '1')
    if state == 'failed' then
      redis.call('XADD', P .. 'events:faults', 'MAXLEN', '~', '1000', '*', 'v', '1', 'run', id, 'task', tasks[1] or '')
    end
    for _, task in ipairs(tasks) do end_task(task, state, failure) end
    redis.call('PEXPIRE', key, state == 'failed' and keep.failure or keep.task)
    redis.call('PEXPIRE', members_key(id), keep.task)
    redis.call('PEXPIRE', key .. ':work', keep.work)
    redis.call('PEXPIRE', key .. ':retries', state == 'failed' and keep.failure or keep.task)
    if run[3] then
      redis.call('PEXPIRE', key .. ':children', keep.task)
      if state == 'completed' then keep_children(id) end
    end
    return true
  end

  return end_run, end_task, leave_run, leave_children, charge
end
