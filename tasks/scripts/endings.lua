-- `end_run` and `end_task` are the only places where something becomes final. `keep`: how long what is kept, in ms.
local function task_key(id) return P .. 'task:' .. id end
local function members_key(id) return P .. 'run:' .. id .. ':tasks' end

local function endings(keep)
  local function end_task(id, state, failure)
    local key = task_key(id)
    local task = redis.call('HMGET', key, 'state', 'owner', 'run', 'chat')
    if not task[1] or FINAL[task[1]] then return false end
    redis.call('HSET', key, 'state', state, 'ended', stamp, 'failure', failure or '')
    redis.call('PEXPIRE', key, keep.task)
    redis.call('SREM', P .. 'owner:' .. task[2] .. ':active', id)
    if task[4] and task[4] ~= '' then
      redis.call('XADD', P .. 'events:endings', '*', 'v', '1', 'task', id, 'run', task[3], 'state', state)
    end
    progress_event(task[3], 'ended')
    return true
  end

  local function end_run(id, state, failure)
    local key = run_key(id)
    local run = redis.call('HMGET', key, 'state', 'key')
    if not run[1] or FINAL[run[1]] then return false end
    redis.call('HSET', key, 'state', state, 'ended', stamp, 'failure', failure or '', 'own', '')
    redis.call('ZREM', P .. 'deadlines', id)
    if redis.call('GET', P .. 'flight:' .. run[2]) == id then redis.call('DEL', P .. 'flight:' .. run[2]) end
    for _, task in ipairs(redis.call('SMEMBERS', members_key(id))) do end_task(task, state, failure) end
    redis.call('PEXPIRE', key, state == 'failed' and keep.failure or keep.task)
    redis.call('PEXPIRE', members_key(id), keep.task)
    redis.call('PEXPIRE', key .. ':work', keep.work)
    redis.call('PEXPIRE', key .. ':retries', state == 'failed' and keep.failure or keep.task)
    return true
  end

  return end_run, end_task
end
