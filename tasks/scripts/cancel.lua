-- End one person's task; the run ends with its last task.
local task = redis.call('HMGET', task_key(a.task), 'state', 'run')
if not task[1] then return {'gone'} end
if FINAL[task[1]] then return {'ended', task[1]} end
end_task(a.task, 'cancelled')
redis.call('SREM', members_key(task[2]), a.task)
if redis.call('SCARD', members_key(task[2])) == 0 then end_run(task[2], 'cancelled') end
return {'ok'}
