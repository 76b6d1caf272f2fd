-- One look at everything that is counted where it stands, as JSON. Reads only. ARGV: minutes of the window of failures,
-- most active tasks looked at, then the queues.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function int(value) return string.format('%.0f', value) end

-- Since when the first message of a queue waits: its run says so; a message that is no run's has a time of its own.
local function waiting_since(queue)
  local first = redis.call('LINDEX', queue, 0)
  local data = first and redis.call('HGET', queue .. '.msgs', first)
  if not data then return nil end
  local run = string.match(data, '"args":%["([^"]+)",%d+%]')
  local got = run and redis.call('HMGET', P .. 'run:' .. run, 'touched', 'retry_at') or {}
  if got[1] then return math.min(now, math.max(tonumber(got[1]), tonumber(got[2] or '') or 0)) end
  return tonumber(string.match(data, '"message_timestamp":(%d+)'))
end

local out = {now = int(now), queues = {}, workers = {}, done = {}}
for index = 3, #ARGV do
  local queue = NS .. ':' .. ARGV[index]
  local waiting = redis.call('LLEN', queue)
  local since = waiting_since(queue)
  out.queues[ARGV[index]] = {waiting = waiting, all = redis.call('HLEN', queue .. '.msgs'),
    delayed = redis.call('HLEN', queue .. '.DQ.msgs'), oldest = since and int(now - since),
    paused = redis.call('SISMEMBER', P .. 'paused', ARGV[index])}
end

local beats = redis.call('ZRANGE', P .. 'workers', 0, -1, 'WITHSCORES')
for index = 1, #beats, 2 do
  local id = cjson.decode(beats[index]).id
  out.workers[#out.workers + 1] = {beats[index], beats[index + 1], redis.call('HGETALL', P .. 'worker:' .. id)}
end

local people, running, states = {}, 0, {}
out.people = 0
for _, id in ipairs(redis.call('ZREVRANGE', P .. 'tasks:active', 0, ARGV[2] - 1)) do
  local task = redis.call('HMGET', P .. 'task:' .. id, 'owner', 'run')
  if task[1] and not people[task[1]] then
    people[task[1]] = true
    out.people = out.people + 1
  end
  if task[2] then
    if states[task[2]] == nil then states[task[2]] = redis.call('HGET', P .. 'run:' .. task[2], 'state') end
    if states[task[2]] == 'running' or states[task[2]] == 'retrying' then running = running + 1 end
  end
end
out.running = running

-- Endings since a moment, whole minutes. The lists end with the records and lose what a clean-up takes out; what workers of an older
-- release ended stands in them alone.
local minutes = {}
local function many(list, since)
  minutes[list] = minutes[list] or redis.call('HGETALL', P .. 'ended:' .. list)
  local counts, from, found = minutes[list], math.floor(since / 60000), 0
  for index = 1, #counts, 2 do
    if tonumber(counts[index]) >= from then found = found + counts[index + 1] end
  end
  return math.max(found, redis.call('ZCOUNT', P .. 'tasks:' .. list, int(since), '+inf'))
end

-- Failures that are not said to be a person's mistake.
local function faults(since) return math.max(0, many('failed', since) - many('mistakes', since)) end

-- Tasks are what people asked for; a bulk's matches are its children.
local function ended(kind, since)
  local counts = {}
  for _, state in ipairs({'completed', 'failed', 'cancelled'}) do counts[#counts + 1] = many(kind .. state, since) end
  if kind == '' then counts[4] = faults(since) end
  return counts
end
local window = now - ARGV[1] * 60000
out.hour, out.day = ended('', now - 3600000), ended('', now - 86400000)
out.matches_hour, out.matches_day = ended('children:', now - 3600000), ended('children:', now - 86400000)
out.recent = {completed = many('completed', window), faults = faults(window)}

out.untold = redis.call('XLEN', P .. 'events:endings')
local oldest = redis.call('XRANGE', P .. 'events:endings', '-', '+', 'COUNT', 1)[1]
out.untold_since = oldest and string.match(oldest[1], '^%d+')
local pending = redis.pcall('XPENDING', P .. 'events:endings', 'delivery')
out.pending = type(pending[1]) == 'number' and pending[1] or 0
local read = redis.call('HGET', P .. 'measures:moments', 'progress-read')
out.progress = read and #redis.call('XRANGE', P .. 'events:progress', int(read + 1), '+', 'COUNT', 1000) or 0

local seen = redis.call('HMGET', P .. 'measures:moments', 'faceit-key-rejected', 'faceit-answered')
out.rejected, out.answered = seen[1], seen[2]
out.faceit_until = redis.call('HGET', P .. 'budget:line', 'until')
for _, job in ipairs({'sample', 'terms'}) do out.done[job] = redis.call('GET', P .. 'done:' .. job) end
return cjson.encode(out)
