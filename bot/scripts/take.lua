-- Take one send of Telegram's limits: {0, 0}; or {microseconds after which to ask again, 1 if all chats wait so, else 0}.
-- KEYS: overall window, chat's bucket, group's window, penalty of all, penalty of the chat
-- ARGV: overall limit, its headroom, chat interval (us), chat burst, its headroom, group limit (0: no group), its headroom, nonce
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])

local function window(key, width, limit, headroom)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', string.format('%.0f', now - width))
  local used = redis.call('ZCARD', key)
  local allowed = math.max(1, limit - headroom)
  if used >= allowed then
    local entry = redis.call('ZRANGE', key, used - allowed, used - allowed, 'WITHSCORES')
    return tonumber(entry[2]) + width - now
  end
  return 0
end

local function penalty(key)
  return math.max(0, redis.call('PTTL', key)) * 1000
end

local whole = math.max(penalty(KEYS[4]), window(KEYS[1], 1000000, tonumber(ARGV[1]), tonumber(ARGV[2])))
local chat = penalty(KEYS[5])
local group_limit = tonumber(ARGV[6])
if group_limit > 0 then
  chat = math.max(chat, window(KEYS[3], 60000000, group_limit, tonumber(ARGV[7])))
end
local interval = tonumber(ARGV[3])
local room = math.max(1, tonumber(ARGV[4]) - tonumber(ARGV[5]))
local tat = math.max(now, tonumber(redis.call('GET', KEYS[2]) or '0'))
chat = math.max(chat, tat - now - (room - 1) * interval)
if whole > 0 or chat > 0 then
  return {math.max(whole, chat), whole >= chat and 1 or 0}
end

local stamp = string.format('%.0f', now)
redis.call('ZADD', KEYS[1], stamp, stamp .. ':' .. ARGV[8])
redis.call('PEXPIRE', KEYS[1], 2000)
redis.call('SET', KEYS[2], string.format('%.0f', tat + interval), 'PX', math.ceil((tat + interval - now) / 1000) + 1000)
if group_limit > 0 then
  redis.call('ZADD', KEYS[3], stamp, stamp .. ':' .. ARGV[8])
  redis.call('PEXPIRE', KEYS[3], 61000)
end
return {0, 0}
