# /stats: своя статистика. Аргументы приходят готовыми: имена экранированы, доли уже в процентах, счётчики числами.

error-stats-needs-link = 🔗 Я ещё не знаю, кто вы на FACEIT. Отправьте /link ник (свой ник на FACEIT), и /stats заработает.
error-stats-depth = 🤔 Столько матчей я не разбираю. Можно { $depths }, например: /stats { $usual }
reason-stats-needs-link = не указан ник FACEIT
reason-stats-depth = такой глубины нет

op-history = Загружаем составы матчей { $done }/{ $total }
button-stats-depth = { report-matches }
button-stats-chosen = ✅ { report-matches }

stats-title = 📊 <b>{ $name }</b>
stats-span = Последние { report-matches }: { $first } – { $last }, { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[many] { $days } дней
} с игрой
stats-fewer = Запрошено { $asked }, среди них 5v5 нашлось { $matches }.
stats-empty = Матчей 5v5 не видно: их ещё нет или статистика скрыта.
stats-totals = Всего за { report-matches }: { $figures }
stats-total-kills = убийств { $count }
stats-total-deaths = смертей { $count }
stats-total-assists = помощи { $count }
stats-total-rounds = раундов { $count }

stats-goal-level = 🎯 <b>Цель: уровень { $level }</b> ({ $elo } Elo)
stats-goal-milestone = 🎯 <b>Цель: { $elo } Elo</b>
stats-goal-away = Осталось { $points } Elo: ~{ $wins ->
    [one] { $wins } победа
    [few] { $wins } победы
   *[many] { $wins } побед
} без поражений (~±{ $elo } за матч)
stats-goal-matches = При доле побед ~{ $rate } (сглажено, { $results ->
    [one] { $results } матч
    [few] { $results } матча
   *[many] { $results } матчей
}) в среднем ~{ $expected ->
    [one] { $expected } матч
    [few] { $expected } матча
   *[many] { $expected } матчей
}.
stats-goal-wins = При доле побед ~{ $rate } (сглажено, { $results ->
    [one] { $results } матч
    [few] { $results } матча
   *[many] { $results } матчей
}) в среднем нужно ~<b>{ $wins ->
    [one] { $wins } победа
    [few] { $wins } победы
   *[many] { $wins } побед
}</b> за { $expected ->
    [one] { $expected } матч
    [few] { $expected } матча
   *[many] { $expected } матчей
}.
stats-goal-span = Доля известна с точностью ± { $error } п. п., так что и { $soonest }, и { $latest } вполне возможны.
stats-goal-or-never = Доля известна с точностью ± { $error } п. п.: может хватить и { $soonest }, а может, Elo и не растёт.
stats-goal-never = При доле побед ~{ $rate } (сглажено, { $results ->
    [one] { $results } матч
    [few] { $results } матча
   *[many] { $results } матчей
}) Elo в среднем не растёт: побед должно стать больше, чем поражений.
stats-goal-far = При доле побед ~{ $rate } (сглажено, { $results ->
    [one] { $results } матч
    [few] { $results } матча
   *[many] { $results } матчей
}) Elo почти стоит на месте: до цели больше тысячи матчей.
stats-goal-if-better = Доля известна с точностью ± { $error } п. п.; будь она настолько выше, хватило бы ~{ $soonest ->
    [one] { $soonest } матча
   *[other] { $soonest } матчей
}.

stats-sessions = 🕹 <b>Сессии</b> · новая после 12 ч без игры
stats-sessions-count = Сессий { $sessions }, в среднем по { $each } матча
stats-sessions-best = Лучшая: { $session }
stats-sessions-worst = Худшая: { $session }
stats-positions = Который матч за сессию:
stats-positions-note = Это счёт, а не вывод: порядок матчей такими числами не судят.
stats-column-place = №

stats-hours = 🕒 <b>Когда играете</b> · { $zone }, по концу матча
stats-hours-often = Чаще всего: { $hours }
stats-hour = { $hour } ч ({ report-matches })
stats-day-0 = Пн
stats-day-1 = Вт
stats-day-2 = Ср
stats-day-3 = Чт
stats-day-4 = Пт
stats-day-5 = Сб
stats-day-6 = Вс

stats-maps-lifetime = Карты за всё время: последних матчей не видно.

stats-people = 👥 <b>Напарники и соперники</b>
stats-nobody = Знакомых нет: ни с кем не было { $mates } матчей вместе или { $rivals } против.
stats-rooms = Составы известны в { $rooms } из { $matches } матчей.
stats-column-name = Ник
stats-mates = 👥 <b>Напарники</b> · от { $least } матчей вместе
stats-mates-none = Заметной разницы с ними и без них нет.
stats-mates-better = 💚 С { $name } побед больше, чем без: { $with } против { $without }
stats-mates-worse = 🔻 С { $name } побед меньше, чем без: { $with } против { $without }
stats-rivals = ⚔️ <b>Соперники</b> · от { $least } встреч, победы ваши
stats-rivals-none = Заметной разницы против них нет.
stats-rivals-better = 💚 Против { $name } побед больше, чем в других матчах: { $with } против { $without }
stats-rivals-worse = 🔻 Против { $name } побед меньше, чем в других матчах: { $with } против { $without }
stats-people-shown = Показаны { $shown } из { $met }, кого встречали чаще.
stats-people-legend = Сверху те, с кем доля побед выше; ~ сглажено по числу матчей
stats-of = { $wins } из { $results }
stats-of-matches = побед { $wins } из { $results }

stats-parties = 🫂 <b>Пати</b> · предположительно: FACEIT о них не сообщает
stats-party = С { $names }: { $count }
stats-party-more = ещё { $count ->
    [one] { $count } игрок
    [few] { $count } игрока
   *[many] { $count } игроков
}
stats-party-alone = в одиночку: { $count }
stats-party-size = вас { $size }: { $count }

stats-records = 🏆 <b>Рекорды</b> этих матчей
stats-record-kills = Больше всего убийств: <b>{ $value }</b>
stats-record-best-kd = Лучший K/D: <b>{ $value }</b>
stats-record-worst-kd = Худший K/D: <b>{ $value }</b>
stats-record-adr = Высший ADR: <b>{ $value }</b>
stats-record-win-run = Самая длинная серия побед: <b>{ $matches }</b>
stats-record-loss-run = Самая длинная серия поражений: <b>{ $matches }</b>
stats-record-session = Самая длинная сессия: { $session }
stats-won = победа
stats-lost = поражение

player-missing-history = составы матчей

picture-heat-title = Когда играете: матчи по часам
picture-heat-zone = { $zone } · по концу матча
picture-heat-none = нет
picture-heat-less = реже
picture-heat-more = чаще
picture-heat-sum = n
picture-heat-parts = n · побед
