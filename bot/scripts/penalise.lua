-- Telegram answered 429: keep its retry_after for the chat, and for all chats once several were refused at about the same time.
-- KEYS: penalty of the chat, penalty of all, recently refused chats
-- ARGV: milliseconds, chat ('' when the call had none), how many chats make it everybody's
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)

local function keep(key)
  if redis.call('PTTL', key) < tonumber(ARGV[1]) then
    redis.call('SET', key, '1', 'PX', ARGV[1])
  end
end

if ARGV[2] == '' then
  keep(KEYS[2])
  return 1
end
keep(KEYS[1])
redis.call('ZADD', KEYS[3], string.format('%.0f', now), ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', string.format('%.0f', now - 5000))
redis.call('PEXPIRE', KEYS[3], 6000)
if redis.call('ZCARD', KEYS[3]) >= tonumber(ARGV[3]) then
  keep(KEYS[2])
  return 1
end
return 0
