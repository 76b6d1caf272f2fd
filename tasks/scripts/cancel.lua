-- End one person's task; the run ends with its last task.
local task = redis.call('HMGET', task_key(a.task), 'state', 'run')
if not task[1] then return {'gone'} end
if FINAL[task[1]] then return {'ended', task[1]} end
end_task(a.task, 'cancelled')
if task[2] ~= '' then leave_run(task[2], a.task) end
return {'ok'}
