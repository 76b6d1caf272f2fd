-- `count` failures of a fault were told; what came meanwhile waits for its turn. KEYS: the fault, faults to be told
-- ARGV: fault's name, count told, ms until the same fault may be told again
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local free = string.format('%.0f', now + ARGV[3])
redis.call('HSET', KEYS[1], 'free', free)
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(field, 1, 3) == 'to:' then redis.call('HDEL', KEYS[1], field) end
end
if redis.call('HINCRBY', KEYS[1], 'count', -ARGV[2]) > 0 then
  redis.call('HSET', KEYS[1], 'since', string.format('%.0f', now))
  redis.call('ZADD', KEYS[2], free, ARGV[1])
else
  redis.call('HDEL', KEYS[1], 'since')
  redis.call('ZREM', KEYS[2], ARGV[1])
end
return 1
