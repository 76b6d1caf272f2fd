-- Somebody more urgent joined: the current step is queued anew on the higher queue, and the slower copy loses it.
local key = run_key(a.run)
local got = redis.call('HMGET', key, 'state', 'step', 'rank', 'seq', 'started', 'cap', 'own', 'deadline', 'touched',
  'retry_at', 'pause_seen')
if not got[1] or FINAL[got[1]] or tonumber(got[3] or 0) <= a.rank then return {'drop'} end
if got[2] ~= int(a.step) or got[4] ~= int(a.seq - 1) then return {'moved'} end
local longer = after_queueing(got[6], got[7], got[5], got[8], got[9], got[10], got[11])
if longer then
  redis.call('HSET', key, 'deadline', longer)
  redis.call('ZADD', P .. 'deadlines', longer, a.run)
end
redis.call('HSET', key, 'rank', int(a.rank), 'queue', a.message.queue, 'rmid', a.message.rmid, 'seq', int(a.seq),
  'own', '', 'deliveries', '0', 'touched', stamp, 'retry_at', '')
redis.call('HDEL', key, 'wanted_rank', 'paused_until', 'cap')
enqueue(a.message.queue, a.message.rmid, ARGV[2])
-- Not begun yet: from now on it waits as long as those it has joined.
if not got[5] then redis.call('ZADD', P .. 'deadlines', int(now + a.queue_timeout), a.run) end
progress_event(a.run, 'promoted')
return {'ok'}
