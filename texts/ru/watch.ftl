### Сообщения администраторам о состоянии в целом. Время по UTC; `{ $what }` — текст finding-….

watch-began = { $level ->
    [bad] 🚨
   *[look] ⚠️
} { $what }
    С { $since } UTC.
watch-again = Уже { $times }-й раз подряд: о том, что прошло, скажу, когда этого не будет дольше.
watch-over =
    ✅ Прошло: { $what }
    Длилось { $lasted }.
watch-back = { $times ->
    [one] За это время пропадало и возвращалось { $times } раз.
    [few] За это время пропадало и возвращалось { $times } раза.
   *[many] За это время пропадало и возвращалось { $times } раз.
}
watch-redis-away = 🚨 Redis не отвечает. Очередь стоит; бот отвечает сам и делает анализы у себя, сколько может.
watch-redis-back =
    ✅ Redis снова отвечает.
    Не отвечал { $lasted }.

watch-title = 🔔 <b>Оповещения</b>
watch-nothing = Сейчас всё в порядке.
watch-since = с { $since } UTC
watch-muted-until = 🔕 до { $until } UTC
watch-all-muted = 🔕 Обо всём молчу до { $until } UTC.
watch-also-muted = 🔕 { $what } — до { $until } UTC
watch-kind-task-failed = Ошибки задач
watch-kind-faceit-key = FACEIT не принимает ключ
watch-kind-redis-away = Redis не отвечает

watch-button-1 = 🔕 1 ч
watch-button-8 = 🔕 8 ч
watch-button-0 = 🔔
watch-button-all-1 = 🔕 Всё 1 ч
watch-button-all-8 = 🔕 Всё 8 ч
watch-button-all-0 = 🔔 Всё

watch-toast-muted = 🔕 Молчу об этом до { $until } UTC
watch-toast-all = 🔕 Молчу обо всём до { $until } UTC
watch-toast-speaks = 🔔 Снова сообщаю
watch-toast-gone = Это уже прошло

watch-seconds = { $seconds } с
watch-minutes = { $minutes } мин
watch-hours = { $hours } ч { $minutes } мин

command-admin_alerts = Оповещения: что сейчас не так
error-autoscale-target = Платформа не изменила число работников. Следующая попытка — при следующей проверке.
