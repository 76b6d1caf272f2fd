-- A step asks for a group: its children's tasks are recorded, the first of them get runs, and its own run waits at the
-- gate. ARGV: the successor's data, then each child's data.
local key = run_key(a.run)
local reason = standing(key) or taken_out(a.ack.queue, a.ack.worker, a.ack.rmid) and 'removed'
if reason then return {'drop', reason} end
for index, child in ipairs(a.children) do
  child.data = ARGV[2 + index]
  redis.call('HSET', task_key(child.task), 'v', '1', 'state', 'queued', 'owner', 'bulk:' .. a.run, 'parent', a.run,
    'run', '', 'run_key', child.run_key, 'type', child.type, 'subject', child.subject, 'depth', child.depth,
    'phase', child.phase, 'created', stamp, 'planned', cjson.encode(child))
  redis.call('PEXPIRE', task_key(child.task), a.keep.failure)
  redis.call('RPUSH', key .. ':children', child.task)
  redis.call('RPUSH', key .. ':waiting', child.task)
  redis.call('SADD', key .. ':pending', child.task)
end
for _, list in ipairs({':children', ':waiting', ':pending'}) do redis.call('PEXPIRE', key .. list, a.keep.failure) end
redis.call('HSET', key, 'step', int(a.step + 1), 'own', '', 'seq', '0', 'attempt', '0', 'rmid', a.message.rmid,
  'touched', stamp, 'operation', '', 'gate', cjson.encode({queue = a.message.queue, rmid = a.message.rmid,
  data = ARGV[2]}), 'group_total', int(#a.children), 'group_done', '0', 'group_failed', '0',
  'group_limit', int(a.limit), 'group_cap', int(a.cap), 'group_started', stamp)
-- From here on only what the children wait for is a pause.
redis.call('HDEL', key, 'paused_until', 'paused_ms')
for _ = 1, a.window do release_child(a.run, a.keep.task) end
if #a.children == 0 then open_gate(a.run) end
ack(a.ack.queue, a.ack.worker, a.ack.rmid)
progress_event(a.run, 'step')
return {'ok'}
