-- ARGV[1]: arguments as JSON; further ARGV: bytes that are no JSON.
local a = cjson.decode(ARGV[1])
local end_run, end_task, leave_run, leave_children, charge = endings(a.keep)

-- Why the caller has lost the run of its step; nil when he has not.
local function standing(key)
  local got = redis.call('HMGET', key, 'state', 'step', 'own')
  return lost(got[1], got[2], got[3], int(a.step), int(a.own))
end
