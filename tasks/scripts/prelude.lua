-- Before every script. Each one is one atomic change. P and NS, project prefix and broker namespace, stand above.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local FINAL = {completed = true, failed = true, cancelled = true}

-- Numbers as text: Lua and the server write large ones with an exponent.
local function int(value) return string.format('%.0f', value) end
local stamp = int(now)
local function run_key(id) return P .. 'run:' .. id end
local function members_key(id) return P .. 'run:' .. id .. ':tasks' end
local function task_key(id) return P .. 'task:' .. id end
local function calls_key() return P .. 'calls:' .. int(math.floor(now / 86400000)) end
local function forgotten_key() return P .. 'forgotten:' .. int(math.floor(now / 86400000)) end

local function people_key() return P .. 'people:' .. int(math.floor(now / 86400000)) end

-- Counters and histograms as measures/ keeps them: totals since ever, and the ten minutes under way.
local function add(field, by)
  local window = P .. 'measures:' .. int(math.floor(now / MEASURES.window))
  redis.call('HINCRBY', P .. 'measures', field, by)
  if redis.call('HINCRBY', window, field, by) == by then redis.call('PEXPIRE', window, MEASURES.term) end
end

local function measure(name, ms)
  local bucket = MEASURES.rest
  for _, bound in ipairs(MEASURES.bounds()) do
    if ms <= bound * 1000 then
      bucket = bound
      break
    end
  end
  add(name .. '|le=' .. bucket, 1)
  add(name .. '|ms', tonumber(int(math.max(0, ms))))
end

local function progress_event(run, kind)
  redis.call('XADD', P .. 'events:progress', 'MAXLEN', '~', '10000', '*', 'v', '1', 'run', run, 'kind', kind)
end

-- Dramatiq's own Redis layout (dispatch.lua, commands enqueue and ack).
local function enqueue(queue, rmid, data)
  redis.call('HSET', NS .. ':' .. queue .. '.msgs', rmid, data)
  redis.call('RPUSH', NS .. ':' .. queue, rmid)
end

local function ack(queue, worker, rmid)
  if redis.call('SREM', NS .. ':__acks__.' .. worker .. '.' .. queue, rmid) > 0 then
    redis.call('HDEL', NS .. ':' .. queue .. '.msgs', rmid)
  end
end

-- Whether somebody took the message out of the queue by hand while a worker has it. The run stays where it is: the sweep
-- finds it without a message and ends it as removed.
local function taken_out(queue, worker, rmid)
  return redis.call('HEXISTS', NS .. ':' .. queue .. '.msgs', rmid) == 0
    and redis.call('SISMEMBER', NS .. ':__acks__.' .. worker .. '.' .. queue, rmid) == 1
end

-- Why somebody who works on `step` as owner `own` has lost the run, by its state, step and own; nil when he has not.
local function lost(state, at, owner, step, own)
  if not state then return 'gone' end
  if FINAL[state] then return state end
  if at ~= step or owner ~= own then return 'superseded' end
end
