-- A step is done: its data stored, the cursor moved, the successor queued, the message acknowledged.
-- The fence of the next step tells of it: no event here. Plain arguments, because every step pays for them.
local id, step, own, queue, worker, rmid = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local next_queue, next_rmid, next_data, calls, keep = ARGV[7], ARGV[8], ARGV[9], ARGV[10], ARGV[11]
local key = run_key(id)
local state, cursor, owner, started, seq, tries, kind =
  unpack(redis.call('HMGET', key, 'state', 'step', 'own', 'step_started', 'seq', 'attempt', 'type'))
local reason = lost(state, cursor, owner, step, own) or taken_out(queue, worker, rmid) and 'removed'
if reason then return {'drop', reason} end
if #ARGV > 11 then
  redis.call('HSET', key .. ':work', 'v', '1', unpack(ARGV, 12))
  redis.call('PEXPIRE', key .. ':work', keep)
end
if calls ~= '0' then redis.call('HINCRBY', key, 'api_calls', calls) end
if seq ~= '0' or tries ~= '0' then redis.call('HSET', key, 'seq', '0', 'attempt', '0') end
redis.call('HSET', key, 'step', step + 1, 'own', '', 'rmid', next_rmid, 'touched', stamp,
  'took:' .. step, int(now - started))
measure(MEASURES.step .. '|' .. kind .. '|' .. step, now - started)
enqueue(next_queue, next_rmid, next_data)
ack(queue, worker, rmid)
return {'ok'}
