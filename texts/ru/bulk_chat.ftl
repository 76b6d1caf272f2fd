### Массовый анализ в чате.

command-bulk = Много матчей сразу
bulk-ask = 📦 Пришлите список ответом на это сообщение: ссылки или ID матчей, по одному в строке, либо файл .txt или .csv. Или ник и число: последние матчи игрока.
bulk-placeholder = ссылки, или ник 20
bulk-reading = 📦 Получил. Читаю список…
bulk-offer-list = 📦 <b>Матчей: { $count }</b>
bulk-offer-last = 📦 <b>Последние матчи { $player }: { $count }</b>
bulk-offer-duplicates = ♻️ Названы дважды, посчитаны один раз: { $count }
bulk-offer-dropped = ✂️ Сверх предела в { $limit } за раз, не взяты: { $count }. Пришлите их другим списком.
bulk-offer-bad = ⚠️ Без матча { $count ->
        [one] { $count } строка
        [few] { $count } строки
       *[other] { $count } строк
    }: { $lines }
bulk-offer-other-games = 🎮 Ссылки на другую игру не взяты, строки: { $lines }
bulk-offer-brief = ⚡ <b>Кратко</b>: около { $calls } запросов к FACEIT, { $time }. Итог, счёт, лучшие, точность прогнозов.
bulk-offer-standard = 🔬 <b>Глубоко</b>: до { $calls } запросов, { $time }. Все десять игроков каждого матча, как по одной ссылке.
bulk-offer-pause-brief = ⏸ На этот час для списков осталось запросов к FACEIT: { $left }. Разбор остановится и продолжится сам через { $minutes } мин.
bulk-offer-pause-standard = ⏸ На этот час для списков осталось запросов к FACEIT: { $left }. Глубокий разбор остановится и продолжится сам через { $minutes } мин.
bulk-offer-unfinished = <i>Время указано, пока никто другой не спрашивает. Незаконченный матч всегда разбирается глубоко; то, о чём только что спросили другие, не стоит ничего.</i>
bulk-offer-allowance = 🎟 Запросов у вас на сегодня: { $left } из { $limit }
bulk-offer-too-much = ✋ Для этого списка не хватит. Пришлите короче или дождитесь полуночи UTC.
bulk-offer-brief-only = ✋ На глубокий разбор не хватит.
button-bulk-brief = ⚡ Кратко
button-bulk-standard = 🔬 Глубоко
button-bulk-leave = ✖️ Не сейчас
toast-bulk-old = Предложение устарело. Пришлите список ещё раз.
toast-bulk-left = Оставили. Ничего не запущено.
op-matches = Матчи { $done }/{ $total }
op-bulk = Матчи { $done }/{ $total }, с ошибкой: { $failed }
progress-paused = ⏸ Запросы к FACEIT на этот час израсходованы. Продолжу сам через { $left }
progress-matches = 📈 Матчи: { $done }/{ $total } ({ $percent }%)
tasks-bulk = { $count ->
        [one] { $count } матч
        [few] { $count } матча
       *[other] { $count } матчей
    }
tasks-bulk-last = последние { $count } у { $player }
error-allowance = 🎟 Запросы к FACEIT на сегодня израсходованы: { $used } из { $limit }{ $reserved ->
        [0] {""}
       *[other] , ещё { $reserved } отложено на то, что уже выполняется
    }, осталось { $left }, а нужно больше. Они вернутся через { $hours ->
        [one] { $hours } час
        [few] { $hours } часа
       *[other] { $hours } часов
    }.
me-calls = 🎟 Запросов к FACEIT сегодня: { $used } из { $limit }
me-calls-reserved = 🎟 Запросов к FACEIT сегодня: { $used } из { $limit }, ещё { $reserved } отложено на то, что выполняется
toast-report-old = ⌛ Отчёт хранился { $hours } ч. и удалён. Запросите его заново.
