### Alerts to the admins on the state of the whole. Times are UTC; `{ $what }` is a text finding-….

watch-began = { $level ->
    [bad] 🚨
   *[look] ⚠️
} { $what }
    Since { $since } UTC.
watch-again = Time no. { $times } in a row: that it is over is told once it has been gone for longer.
watch-over =
    ✅ Over: { $what }
    It lasted { $lasted }.
watch-back = { $times ->
    [one] It went and came back once meanwhile.
   *[other] It went and came back { $times } times meanwhile.
}
watch-redis-away = 🚨 Redis does not answer. The queue stands still; the bot answers by itself and does what analyses it can.
watch-redis-back =
    ✅ Redis answers again.
    It was away for { $lasted }.

watch-title = 🔔 <b>Alerts</b>
watch-nothing = All is well just now.
watch-since = since { $since } UTC
watch-muted-until = 🔕 until { $until } UTC
watch-all-muted = 🔕 Silent about everything until { $until } UTC.
watch-also-muted = 🔕 { $what } until { $until } UTC
watch-kind-task-failed = Failed tasks
watch-kind-faceit-key = FACEIT refuses the key
watch-kind-redis-away = Redis away

watch-button-1 = 🔕 1 h
watch-button-8 = 🔕 8 h
watch-button-0 = 🔔
watch-button-all-1 = 🔕 All 1 h
watch-button-all-8 = 🔕 All 8 h
watch-button-all-0 = 🔔 All

watch-toast-muted = 🔕 Silent about this until { $until } UTC
watch-toast-all = 🔕 Silent about everything until { $until } UTC
watch-toast-speaks = 🔔 Speaking again
watch-toast-gone = This is over already

watch-seconds = { $seconds } s
watch-minutes = { $minutes } min
watch-hours = { $hours } h { $minutes } min

command-admin_alerts = Alerts: what is wrong just now
error-autoscale-target = The platform did not change the number of workers. The next look tries again.
