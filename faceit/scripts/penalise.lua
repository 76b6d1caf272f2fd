-- Push the line forward for everyone after a 429. KEYS[1] the line.
-- ARGV: microseconds FACEIT named (0 = none), longest backoff, quiet time after which strikes are forgotten.
-- Answers the microseconds until the next call may be made.
local line = KEYS[1]
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local h = redis.call('HMGET', line, 'tat', 'until', 'strikes')
local function int(number) return string.format('%.0f', number) end
local ends = tonumber(h[2] or 0)
local pause = tonumber(ARGV[1])
local strikes = tonumber(h[3] or 0)
-- Calls that were under way together bring several 429s: those that arrive during the penalty are the same strike.
if now >= ends then
  if now - ends > tonumber(ARGV[3]) then strikes = 0 end
  strikes = strikes + 1
  if pause == 0 then pause = math.min(1000000 * 2 ^ (strikes - 1), tonumber(ARGV[2])) end
end
ends = math.max(ends, now + pause)
redis.call('HSET', line, 'until', int(ends), 'strikes', int(strikes),
  'tat', int(math.max(tonumber(h[1] or 0), ends)))
redis.call('EXPIRE', line, 7200)
return int(ends - now)
