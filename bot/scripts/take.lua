-- Take one send of Telegram's limits, or say in how many microseconds to ask again. Server time only.
-- KEYS: overall window, chat's bucket, group's window, penalty of all, penalty of the chat
-- ARGV: overall limit, its headroom, chat interval (us), chat burst, its headroom, group limit (0: no group), its headroom, nonce
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local wait = 0

local function at_least(value)
  if value > wait then wait = value end
end

local function window(key, width, limit, headroom)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', string.format('%.0f', now - width))
  local used = redis.call('ZCARD', key)
  local allowed = math.max(1, limit - headroom)
  if used >= allowed then
    local entry = redis.call('ZRANGE', key, used - allowed, used - allowed, 'WITHSCORES')
    at_least(tonumber(entry[2]) + width - now)
  end
end

for _, key in ipairs({KEYS[4], KEYS[5]}) do
  at_least(math.max(0, redis.call('PTTL', key)) * 1000)
end
window(KEYS[1], 1000000, tonumber(ARGV[1]), tonumber(ARGV[2]))
local group_limit = tonumber(ARGV[6])
if group_limit > 0 then
  window(KEYS[3], 60000000, group_limit, tonumber(ARGV[7]))
end
local interval = tonumber(ARGV[3])
local room = math.max(1, tonumber(ARGV[4]) - tonumber(ARGV[5]))
local tat = math.max(now, tonumber(redis.call('GET', KEYS[2]) or '0'))
at_least(tat - now - (room - 1) * interval)
if wait > 0 then return wait end

local stamp = string.format('%.0f', now)
redis.call('ZADD', KEYS[1], stamp, stamp .. ':' .. ARGV[8])
redis.call('PEXPIRE', KEYS[1], 2000)
redis.call('SET', KEYS[2], string.format('%.0f', tat + interval), 'PX', math.ceil((tat + interval - now) / 1000) + 1000)
if group_limit > 0 then
  redis.call('ZADD', KEYS[3], stamp, stamp .. ':' .. ARGV[8])
  redis.call('PEXPIRE', KEYS[3], 61000)
end
return 0
