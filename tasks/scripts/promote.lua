-- Somebody more urgent joined: the current step is queued anew on the higher queue, and the slower copy loses it.
local key = run_key(a.run)
local got = redis.call('HMGET', key, 'state', 'step', 'rank', 'seq')
if not got[1] or FINAL[got[1]] or tonumber(got[3] or 0) <= a.rank then return {'drop'} end
if got[2] ~= int(a.step) or got[4] ~= int(a.seq - 1) then return {'moved'} end
redis.call('HSET', key, 'rank', int(a.rank), 'queue', a.message.queue, 'rmid', a.message.rmid, 'seq', int(a.seq),
  'own', '', 'deliveries', '0', 'touched', stamp, 'retry_at', '')
enqueue(a.message.queue, a.message.rmid, ARGV[2])
progress_event(a.run, 'promoted')
return {'ok'}
