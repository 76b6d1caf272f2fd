-- A lost message is written anew, at most three times a run; whoever owned the step loses it.
local key = run_key(a.run)
local got = redis.call('HMGET', key, 'state', 'step', 'rmid', 'queue', 'seq')
if not got[1] or FINAL[got[1]] or got[2] ~= int(a.step) then return {'drop'} end
if redis.call('HEXISTS', NS .. ':' .. got[4] .. '.msgs', got[3]) == 1 then return {'drop'} end
if redis.call('HINCRBY', key, 'requeues', 1) > 3 then
  end_run(a.run, 'failed', a.lost)
  return {'failed'}
end
redis.call('HSET', key, 'rmid', a.message.rmid, 'own', '', 'touched', stamp, 'retry_at', '', 'seq',
  int(tonumber(got[5]) + 1), 'delayed', '')
enqueue(a.message.queue, a.message.rmid, ARGV[2])
return {'ok'}
