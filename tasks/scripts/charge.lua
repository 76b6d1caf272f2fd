-- Calls of a step that lost its run before it could tell of them: the run goes on with them, or those who waited pay.
local key = run_key(a.run)
local state = redis.call('HGET', key, 'state')
if not state then return {'gone'} end
redis.call('HINCRBY', key, 'api_calls', a.calls)
if FINAL[state] then charge(a.calls, redis.call('SMEMBERS', members_key(a.run))) end
return {'ok'}
