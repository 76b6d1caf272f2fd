-- An attempt failed or was deferred and comes back later: recorded, shown, the ownership cleared.
local key = run_key(a.run)
local reason = standing(key)
if reason then return {'drop', reason} end
redis.call('HSET', key, 'seq', a.seq, 'own', '', 'touched', stamp, 'retry_at', int(now + a.delay), 'deliveries', '0')
if a.counted then
  redis.call('HSET', key, 'state', 'retrying', 'attempt', a.attempt, 'reason', a.reason)
  redis.call('RPUSH', key .. ':retries', cjson.encode({step = a.step, attempt = a.attempt, reason = a.reason,
    at = stamp, next = int(now + a.delay)}))
  redis.call('LTRIM', key .. ':retries', -50, -1)
  redis.call('PEXPIRE', key .. ':retries', a.keep.failure)
else
  redis.call('HSET', key, 'operation', 'waiting', 'done', '0', 'total', '0')
end
progress_event(a.run, 'retry')
return {'ok'}
