-- Write one cached response and keep the whole under its cap, oldest out first.
-- KEYS: entry, ages (zset by time written), expiries (zset by time of expiry), sizes (hash, with the field 'total')
-- ARGV: body, ttl in milliseconds, accounted bytes, cap in bytes, milliseconds the body is fresh.
-- The entry is "<Unix ms until which it is fresh>:<body>". Answers the number of entries evicted, -1 if too big.
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local entry, ages, expiries, sizes = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local size, cap = tonumber(ARGV[3]), tonumber(ARGV[4])

local function forget(key)
  local known = tonumber(redis.call('HGET', sizes, key) or 0)
  redis.call('HDEL', sizes, key)
  redis.call('ZREM', ages, key)
  redis.call('ZREM', expiries, key)
  -- As text: Lua's minus zero is no number for every server.
  return redis.call('HINCRBY', sizes, 'total', string.format('%.0f', 0 - known))
end

for _, key in ipairs(redis.call('ZRANGEBYSCORE', expiries, '-inf', now, 'LIMIT', 0, 100)) do forget(key) end
redis.call('DEL', entry)
local total = forget(entry)
if size > cap then return -1 end

local evicted = 0
while total + size > cap and evicted < 1000 do
  local oldest = redis.call('ZRANGE', ages, 0, 0)[1]
  if not oldest then break end
  redis.call('DEL', oldest)
  total = forget(oldest)
  evicted = evicted + 1
end
redis.call('SET', entry, string.format('%.0f:', now + tonumber(ARGV[5])) .. ARGV[1], 'PX', ARGV[2])
redis.call('ZADD', ages, now, entry)
redis.call('ZADD', expiries, now + tonumber(ARGV[2]), entry)
redis.call('HSET', sizes, entry, size)
redis.call('HINCRBY', sizes, 'total', size)
return evicted
