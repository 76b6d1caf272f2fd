-- A step is done: its data stored, the cursor moved, the successor queued, the message acknowledged.
local mine, state = owns(standing(a.run))
if not mine then return {'drop', state} end
local key = run_key(a.run)
for i = 2, #ARGV - 1, 2 do redis.call('HSET', key .. ':work', ARGV[i], ARGV[i + 1]) end
redis.call('PEXPIRE', key .. ':work', a.keep.task)
local got = redis.call('HMGET', key, 'step_started', 'type', 'queue')
local means = P .. 'stats:steps:' .. got[2]
local took, mean = now - tonumber(got[1] or now), redis.call('HGET', means, int(a.step))
redis.call('HSET', means, int(a.step), mean and int(0.8 * mean + 0.2 * took) or int(took))
redis.call('HINCRBY', key, 'api_calls', a.api_calls)
redis.call('HSET', key, 'step', int(a.step + 1), 'seq', '0', 'attempt', '0', 'own', '', 'deliveries', '0',
  'rmid', a.message.rmid, 'touched', int(now), 'operation', '', 'done', '0', 'total', '0')
a.message.data = ARGV[#ARGV]
enqueue(a.message)
ack(a.ack)
progress_event(a.run, 'step')
return {'ok'}
