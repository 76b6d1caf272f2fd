# Отчёт об игроке. Аргументы приходят готовыми: имена экранированы, доли уже в процентах, счётчики числами.

player-title = 👤 <b>{ $name }</b>
player-level = ур. { $level }
player-calibrating = калибровка, Elo ещё нет
player-elo-unknown = Elo неизвестен
player-top-level = Высший уровень
player-next-level = До уровня { $level }: { $points } Elo, ~{ $wins ->
    [one] { $wins } победа
    [few] { $wins } победы
   *[many] { $wins } побед
} без поражений ({ $span })
player-empty = Матчей 5v5 не видно: их ещё нет или статистика скрыта.
player-lost = Статистику получить не удалось. Запросите отчёт ещё раз чуть позже.

player-ban = ⛔ Бан FACEIT
player-ban-since = с { $date }
player-ban-until = до { $date }
player-ban-endless = без срока
player-ban-reason = причина: { $reason }

player-form = 📈 <b>Форма</b> · последние матчи
player-form-empty = Матчей 5v5 нет.
player-form-unknown = Последние матчи получить не удалось.
player-form-partly = { $figure } есть не у всех матчей: { $counts }
player-column-wins = Поб
player-column-map = Карта
player-rating = Рейтинг ~{ $value } (оценка рейтинга FACEIT, ± { $error }) за { report-matches }
player-lifetime = За всё время: { $figures }
player-wins = побед { $share }
player-wins-of = побед { $wins } из { $matches }
player-over = {" "}(за { report-matches })
player-average-kd = K/D { $kd } (среднее по матчам от FACEIT, оно выше суммарного)

player-trend = 🧭 <b>Тренд</b> · последние 50 матчей против 50 до них
player-trend-short = Судить рано: матчей { $matches }, нужно { $needed }.
player-trend-none = Заметных изменений нет.
player-trend-kd-up = ▲ K/D вырос на { $change }
player-trend-kd-down = ▼ K/D упал на { $change }
player-trend-adr-up = ▲ ADR вырос на { $change }
player-trend-adr-down = ▼ ADR упал на { $change }
player-trend-win-rate-up = ▲ Доля побед выросла на { $change } п. п.
player-trend-win-rate-down = ▼ Доля побед упала на { $change } п. п.

player-maps = 🗺 <b>Карты</b> · сверху самые частые
player-maps-strong = 💚 Сильнее обычного: { $maps }
player-maps-weak = 🔻 Слабее обычного: { $maps }
player-maps-none = Заметно сильных и слабых карт нет.
player-maps-legend = Поб — доля побед, n — матчи; ~ значения сглажены по числу матчей
player-map = { $map } ({ report-matches })

player-role = 🎭 <b>Роль</b>
player-role-none = Явной роли нет: со снайперки { $sniper } убийств, первая дуэль в { $entry } раундов.
player-role-short = Судить рано: матчей с подробной статистикой { $matches }, нужно { $needed }.

player-results = 🎮 <b>Серии и сессии</b>
player-streak-win = Сейчас { $matches ->
    [one] { $matches } победа
    [few] { $matches } победы подряд
   *[many] { $matches } побед подряд
}
player-streak-loss = Сейчас { $matches ->
    [one] { $matches } поражение
    [few] { $matches } поражения подряд
   *[many] { $matches } поражений подряд
}
player-streak-usual = — бывает и случайно: шанс такой серии { $chance } за { $span ->
    [one] { $span } матч
    [few] { $span } матча
   *[many] { $span } матчей
}
player-streak-unusual = — необычно: случайно так бывает в { $chance } случаев за { $span ->
    [one] { $span } матч
    [few] { $span } матча
   *[many] { $span } матчей
}
player-streak-longest = Самая длинная серия: { $matches ->
    [one] { $matches } победа
    [few] { $matches } победы
   *[many] { $matches } побед
}
player-session-last = Последняя сессия: { $session }
player-after-loss = После поражения: побед { $wins } из { $matches }
player-after-win = после победы: { $wins } из { $matches }
player-after-loss-better = После поражений побед больше, чем после побед.
player-after-loss-worse = После поражений побед меньше, чем после побед.

player-population-eu-2026-01 = EU, январь 2026
player-strengths = 💪 <b>Сильные стороны</b> · сравнение: { $population }
player-weaknesses = 🪶 <b>Слабые стороны</b> · сравнение: { $population }
player-points-none = ⚖️ Всё около среднего игрока · сравнение: { $population }
player-point-kd = K/D { $value } за { report-matches } (в среднем { $mean })
player-point-adr = ADR { $value } за { report-matches } (в среднем { $mean })
player-point-win-rate = побед { $value } за { report-matches } (в среднем { $mean })
player-point-utility = урон гранатами { $value } за раунд, { report-matches } (в среднем { $mean })
player-point-entry-success = первые дуэли: { $wins } из { $tries } ({ $value }, в среднем { $mean })
player-point-one-v-one = клатчи 1v1: { $wins } из { $tries } ({ $value }, в среднем { $mean })
player-point-one-v-two = клатчи 1v2: { $wins } из { $tries } ({ $value }, в среднем { $mean })

player-peers = 📍 <b>Рядом по Elo</b> · ± { $elo }
player-peer = { $metric }: выше { $share } из { $players ->
    [one] { $players } игрока
   *[other] { $players } игроков
}
player-metric-kd = K/D
player-metric-adr = ADR
player-metric-win-rate = Доля побед
player-metric-headshots = Доля в голову
player-metric-rating = ~ Рейтинг

player-details = <b>Подробности</b>
player-detail-headshots = Убийств в голову: { $share } за { report-matches }
player-detail-entry = Первые дуэли: { $wins } из { $tries } ({ $share })
player-detail-one-v-one = 1v1: { $wins } из { $tries } ({ $share })
player-detail-one-v-two = 1v2: { $wins } из { $tries } ({ $share })
player-detail-grenades = За раунд: флешек { $flashes }, урона гранатами { $damage }
player-detail-extended = Подробная статистика: { report-matches }
player-detail-sessions = <b>Сессии раньше</b> · дата UTC
player-detail-maps = <b>Другие карты</b> · победы, K/D (матчи)

player-coverage = Матчей в разборе: { $matches }
player-missing = Не удалось получить: { $names }
player-missing-lifetime = статистика за всё время
player-missing-games = последние матчи
player-missing-bans = блокировки
player-missing-other = часть данных
