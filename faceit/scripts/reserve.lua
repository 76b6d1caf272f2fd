-- Reserve a time for one call: GCRA with burst 1 on the server's clock, all in microseconds.
-- KEYS[1] the line (hash: tat, until, bulk_at, rate, rate_at, hour, hour_calls), KEYS[2] the day's counts (hash:
--         calls:<hour>, paused:<lane>)
-- ARGV: lane, configured rate/s, margin, longest wait, calls an hour, count it (1/0), life of a learnt rate,
--       patience of the bulk lane, calls of an hour after which bulk pauses, seconds the day's counts are kept
-- Answers {verdict, wait, time}: go (yours at time) | later (bulk: ask again) | defer (too long) | hour (used up).
local line = KEYS[1]
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local h = redis.call('HMGET', line, 'tat', 'bulk_at', 'rate', 'rate_at', 'hour', 'hour_calls')
local function int(number) return string.format('%.0f', number) end

local hour = math.floor(now / 3600000000)
local calls = 0
if tonumber(h[5] or -1) == hour then calls = tonumber(h[6] or 0) end
local counted = tonumber(ARGV[6])
local bulk = ARGV[1] == 'bulk'
local function tally(field)
  if redis.call('HINCRBY', KEYS[2], field, 1) == 1 then redis.call('EXPIRE', KEYS[2], ARGV[10]) end
end
if counted == 1 and calls >= tonumber(ARGV[bulk and 9 or 5]) then
  tally('paused:' .. ARGV[1])
  return {'hour', int((hour + 1) * 3600000000 - now), int(now)}
end

local rate = tonumber(ARGV[2])
if h[3] and now - tonumber(h[4] or 0) < tonumber(ARGV[7]) then rate = tonumber(h[3]) end
local spacing = math.ceil(1000000 / rate * (1 + tonumber(ARGV[3])))

local at = math.max(tonumber(h[1] or 0), now)
local wait = at - now
if bulk and wait > 0 then
  local starved = now - tonumber(h[2] or 0) >= tonumber(ARGV[8])
  if not starved or wait > tonumber(ARGV[4]) then return {'later', int(wait), int(at)} end
elseif wait > tonumber(ARGV[4]) then
  return {'defer', int(wait), int(at)}
end

redis.call('HSET', line, 'tat', int(at + spacing), 'hour', int(hour), 'hour_calls', int(calls + counted))
if bulk then redis.call('HSET', line, 'bulk_at', int(at)) end
redis.call('EXPIRE', line, 7200)
if counted == 1 then tally('calls:' .. int(hour % 24)) end
return {'go', int(wait), int(at)}
