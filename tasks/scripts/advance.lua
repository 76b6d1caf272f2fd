-- A step is done: its data stored, the cursor moved, the successor queued, the message acknowledged.
-- The fence of the next step tells of it: no event here.
local key = run_key(a.run)
local got = redis.call('HMGET', key, 'state', 'step', 'own', 'step_started', 'type')
local mine, state = owns({state = got[1], step = got[2], own = got[3]})
if not mine then return {'drop', state} end
if #ARGV > 2 then
  for i = 2, #ARGV - 1, 2 do redis.call('HSET', key .. ':work', ARGV[i], ARGV[i + 1]) end
  redis.call('PEXPIRE', key .. ':work', a.keep.task)
end
step_took(got[5], now - tonumber(got[4]))
if a.api_calls > 0 then redis.call('HINCRBY', key, 'api_calls', a.api_calls) end
redis.call('HSET', key, 'step', int(a.step + 1), 'seq', '0', 'attempt', '0', 'own', '', 'rmid', a.message.rmid,
  'touched', int(now))
a.message.data = ARGV[#ARGV]
enqueue(a.message)
ack(a.ack)
return {'ok'}
