-- KEYS: project prefix, broker namespace. ARGV[1]: JSON arguments; further ARGV: name, blob pairs.
-- Every script is one atomic change. `end_run` and `end_task` are the only places where something becomes final.
local P, NS = KEYS[1], KEYS[2]
local a = cjson.decode(ARGV[1])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local FINAL = {completed = true, failed = true, cancelled = true}

local function int(value) return string.format('%.0f', value) end
local function run_key(id) return P .. 'run:' .. id end
local function task_key(id) return P .. 'task:' .. id end
local function members_key(id) return P .. 'run:' .. id .. ':tasks' end

local function progress_event(run, kind)
  redis.call('XADD', P .. 'events:progress', 'MAXLEN', '~', '10000', '*', 'v', '1', 'run', run, 'kind', kind)
end

-- Dramatiq's own Redis layout (dispatch.lua, commands enqueue and ack).
local function enqueue(message)
  redis.call('HSET', NS .. ':' .. message.queue .. '.msgs', message.rmid, message.data)
  redis.call('RPUSH', NS .. ':' .. message.queue, message.rmid)
end

local function ack(message)
  if redis.call('SREM', NS .. ':__acks__.' .. message.worker .. '.' .. message.queue, message.rmid) > 0 then
    redis.call('HDEL', NS .. ':' .. message.queue .. '.msgs', message.rmid)
  end
end

local function end_task(id, state, failure)
  local key = task_key(id)
  local task = redis.call('HMGET', key, 'state', 'owner', 'run', 'chat')
  if not task[1] or FINAL[task[1]] then return false end
  redis.call('HSET', key, 'state', state, 'ended', int(now), 'failure', failure or '')
  redis.call('PEXPIRE', key, a.keep.task)
  redis.call('SREM', P .. 'owner:' .. task[2] .. ':active', id)
  if task[4] and task[4] ~= '' then
    redis.call('XADD', P .. 'events:endings', '*', 'v', '1', 'task', id, 'run', task[3], 'state', state)
  end
  progress_event(task[3], 'ended')
  return true
end

local function end_run(id, state, failure)
  local key = run_key(id)
  local run = redis.call('HMGET', key, 'state', 'key', 'step')
  if not run[1] or FINAL[run[1]] then return false end
  redis.call('HSET', key, 'state', state, 'ended', int(now), 'failure', failure or '', 'own', '')
  redis.call('ZREM', P .. 'deadlines', id)
  if redis.call('GET', P .. 'flight:' .. run[2]) == id then redis.call('DEL', P .. 'flight:' .. run[2]) end
  for _, task in ipairs(redis.call('SMEMBERS', members_key(id))) do end_task(task, state, failure) end
  redis.call('PEXPIRE', key, state == 'failed' and a.keep.failure or a.keep.task)
  redis.call('PEXPIRE', members_key(id), a.keep.task)
  redis.call('PEXPIRE', key .. ':work', a.keep.work)
  redis.call('PEXPIRE', key .. ':retries', state == 'failed' and a.keep.failure or a.keep.task)
  return true
end

-- Recent mean duration of a step: an exponential average with a fifth of the newest.
local function step_took(type, took)
  local key, step = P .. 'stats:steps:' .. type, int(a.step)
  local mean = redis.call('HGET', key, step)
  redis.call('HSET', key, step, mean and int(0.8 * mean + 0.2 * took) or int(took))
end

-- Whether the caller still owns the step it works on; else the state it should know of.
local function owns(run)
  if not run.state then return false, 'gone' end
  if FINAL[run.state] then return false, run.state end
  if run.step ~= int(a.step) or run.own ~= int(a.own) then return false, 'superseded' end
  return true, run.state
end

local function standing(id)
  local got = redis.call('HMGET', run_key(id), 'state', 'step', 'own')
  return {state = got[1], step = got[2], own = got[3]}
end
