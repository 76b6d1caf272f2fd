-- One more run has failed with this fault: counted once a run. KEYS: the run's record, the fault, faults to be told
-- ARGV: fault's name, run, task, ms a fault is kept
if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('HSETNX', KEYS[1], 'alerted', '1') == 0 then return 0 end
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
redis.call('HSET', KEYS[2], 'run', ARGV[2], 'task', ARGV[3])
redis.call('HSETNX', KEYS[2], 'since', string.format('%.0f', now))
redis.call('HINCRBY', KEYS[2], 'count', 1)
redis.call('PEXPIRE', KEYS[2], ARGV[4])
local free = tonumber(redis.call('HGET', KEYS[2], 'free') or 0)
redis.call('ZADD', KEYS[3], 'NX', string.format('%.0f', math.max(now, free)), ARGV[1])
return 1
