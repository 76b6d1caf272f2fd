# Карточка матча. Аргументы приходят готовыми: имена экранированы, доли уже в процентах, счётчики числами.

report-us = мы
report-them = они
report-of-us = нас
report-of-them = них
report-team-neutral = команда { $letter }
report-hidden = скрытый игрок

report-matches = { $matches ->
    [one] { $matches } матч
    [few] { $matches } матча
   *[many] { $matches } матчей
}

report-title = ⚔️ { $one } — { $two }
report-title-finished = 🏁 { $one } { $score } { $two }
report-title-cancelled = 🚫 { $one } — { $two }

report-status-waiting = матч собирается
report-status-voting = идёт выбор карты
report-status-ready = карта выбрана, скоро старт
report-status-live = матч идёт
report-status-paused = матч на паузе
report-status-finished = матч завершён
report-status-manual = результат внесён вручную
report-status-manual-pending = результат вносят вручную
report-status-cancelled = матч отменён
report-status-aborted = матч прерван

report-chance = 📊 <b>Шансы</b> { $one } : { $two } · { $source }
report-chance-unknown = 📊 <b>Шансы</b> — данных мало, прогноза нет
report-source-faceit = оценка FACEIT
report-source-model = ~ наша модель
report-chance-model = Наша модель: ~{ $one } : { $two }
report-too-close = Почти поровну: явного фаворита нет.
report-favourite = Фаворит — { $team }
report-favourite-us = Фавориты — мы
report-favourite-them = Фавориты — они
report-elo-mean = Средний Elo { $one } : { $two }
report-elo-stakes = { $label } ~+{ $gain } / ~−{ $loss }
report-elo-estimate = Elo за матч: ~±25 (± 5)

report-maps = 🗺 <b>Карты</b> · сверху лучшие для { $label }
report-map-chances = Шансы по картам: { $maps }
report-map-chance = { $map } ~{ $one } : { $two }
report-map = 🗺 <b>{ $map }</b> в цифрах
report-map-even = { $map }: явного преимущества нет ни у кого
report-map-unknown = { $map }: матчей мало, чтобы судить, кому она удобнее
report-map-favours = { $map } удобнее для { $team }: ~{ $edge } п. п. к шансу
report-map-us = { $map } удобнее нам: ~{ $edge } п. п. к шансу
report-map-them = { $map } удобнее им: ~{ $edge } п. п. к шансу
report-map-legend = Поб — доля побед, n — матчи всех игроков; ~ значения сглажены по числу матчей
report-column-map = Карта
report-column-wins = Поб

report-veto = 🎯 <b>Пики и баны</b> · в скобках ~ сдвиг шанса, п. п.
report-veto-pick = { $label }: брать { $maps }
report-veto-ban = { $label }: банить { $maps }
report-veto-both = { $label }: брать { $picks } · банить { $bans }

report-dangerous = 🔥 <b>Опасны</b>
report-soft = 🪶 <b>Слабее остальных</b>
report-dangerous-them = 🔥 <b>Опасны у них</b>
report-soft-them = 🪶 <b>Слабее у них</b>
report-player-danger = <b>{ $name }</b>{ $label } · { $danger }/5
report-reason-all-up = всего понемногу выше среднего
report-reason-all-down = всего понемногу ниже среднего

report-parties = 👥 <b>Похоже, играют вместе</b> (~ по общим матчам)
report-party = { $label }: { $names }

report-details = <b>Состав</b> · последние { $matches ->
    [one] { $matches } матч
    [few] { $matches } матча
   *[many] { $matches } матчей
}
report-details-empty = <b>Состав</b>
report-detail-team = <b>{ $team }</b>
report-detail-level = ур. { $level }
report-detail-calibrating = калибровка
report-detail-form = K/D { $kd }, ADR { $adr }, побед { $wins }
report-detail-sample = n { $matches }
report-detail-unknown = нет статистики
report-detail-more = …и ещё { $count }
report-detail-maps = <b>Другие карты</b> · победы, K/D, матчи

report-coverage = Игроков с данными: { $known }/{ $total }
report-coverage-map = { $map }: { report-matches }
report-coverage-age = данным { $age }
report-age-minutes = { $minutes } мин
report-hidden-count = { $count ->
    [one] { $count } игрок скрыт по своему желанию
    [few] { $count } игрока скрыты по своему желанию
   *[many] { $count } игроков скрыты по своему желанию
}
report-missing = Не удалось получить: { $names }
report-missing-part = Неполные данные: { $names }
report-missing-unknown = часть данных матча
report-footer = Данные FACEIT · бот не связан с FACEIT

report-review-winner = Победа: <b>{ $team }</b>
report-review-won = Победа за нами
report-review-lost = Победа за ними
report-review-no-winner = Победитель пока неизвестен
report-review-said-faceit = Прогноз FACEIT
report-review-said-model = Наш прогноз до начала
report-review-right = ✅ { $who } ({ $chance } на { $team }) сбылся
report-review-wrong = ❌ { $who } ({ $chance } на { $team }) не сбылся
report-review-close = До игры шансы были почти равны: { $one } : { $two } · { $source }
report-review-before = До игры шансы были { $one } : { $two } · { $source }
report-review-none = Прогноза до начала не было
report-review-pending = Статистика матча ещё не готова
report-review-no-stats = Статистику матча получить не удалось. Запросите разбор ещё раз чуть позже.
report-review-manual = Результат внесли вручную, статистики нет
report-review-course = 🔄 <b>Ход игры</b>
report-review-above = ▲ <b>Выше своего обычного</b> · в скобках обычное
report-review-below = ▼ <b>Ниже своего обычного</b> · в скобках обычное
report-review-as-usual = Все сыграли около своего обычного уровня.
report-review-line = { $name }{ $label } · { $figures } · обычное за { report-matches }
report-review-rating = рейтинг ~{ $rating }
report-review-maps = <b>По картам</b> · в скобках половины
report-review-halves = <b>Счёт</b> · в скобках половины
report-review-overtime = доп. время { $one }:{ $two }
report-review-openings = первые дуэли { $one }:{ $two }
report-review-all = <b>Все игроки</b> · У–С–П, ADR, ~рейтинг
report-review-player = { $name } · { $kills }–{ $deaths }–{ $assists }, ADR { $adr }
report-review-entry = дуэли { $wins }/{ $tries }
report-review-grenades = гранаты { $damage }
report-review-flashes = флешки { $flashes }
report-review-legend = Дуэли — первые в раунде, выиграно из всех; гранаты — урон за раунд, флешки — броски за раунд. { $usual ->
        [yes] В скобках обычное для игрока. { "" }
       *[no] { "" }
    }~ рейтинг — оценка рейтинга FACEIT, ± { $error }.

report-cancelled-note = Матч не состоялся, анализ не нужен.
report-cancelled-result = Матч отменили, но FACEIT записал результат.

reason-elo-top = Elo { $elo }, на { $gap } выше среднего
reason-elo-low = Elo { $elo }, на { $gap } ниже среднего
reason-kd-high = K/D { $kd } за { report-matches }
reason-kd-low = K/D { $kd } за { report-matches }
reason-kd-mean-high = средний K/D от FACEIT { $kd } за { report-matches }
reason-kd-mean-low = средний K/D от FACEIT { $kd } за { report-matches }
report-reason-both = K/D { $kd } и ADR { $adr } за { report-matches }
reason-map-record = { $map } лучше обычного: K/D { $kd } за { report-matches }
reason-map-weak = { $map } хуже обычного: K/D { $kd } за { report-matches }
reason-adr-high = ADR { $adr } за { report-matches }
reason-adr-low = ADR { $adr } за { report-matches }
reason-form-hot = K/D вырос на { $change }: { report-matches } против стольких же до них
reason-form-cold = K/D упал на { $change }: { report-matches } против стольких же до них
reason-win-streak = { $matches ->
    [one] { $matches } победа подряд
    [few] { $matches } победы подряд
   *[many] { $matches } побед подряд
}
reason-loss-streak = { $matches ->
    [one] { $matches } поражение подряд
    [few] { $matches } поражения подряд
   *[many] { $matches } поражений подряд
}
reason-entry-strong = берёт первые дуэли: { $wins } из { $duels }
reason-entry-weak = отдаёт первые дуэли: выиграл { $wins } из { $duels }
reason-clutch = сильные клатчи 1v1: { $wins } из { $duels }
reason-awp = снайпер: { $share } убийств за { report-matches }
reason-awp-mixed = иногда со снайперкой: { $share } убийств за { report-matches }
reason-entry = идёт первым: { $rate } раундов, выиграно { $success } из { $duels ->
    [one] { $duels } дуэли
   *[other] { $duels } дуэлей
}
reason-support = ~ поддержка: за раунд флешек { $flashes }, урона гранатами { $damage } за { report-matches }

advice-pick = { $team }: брать { $map } (~{ $edge } п. п. к шансу против средней карты; матчей { $matches } против { $matches_them })
advice-ban = { $team }: банить { $map } (~{ $edge } п. п. к шансу против средней карты; матчей { $matches } против { $matches_them })
advice-map-no-edge = По картам заметной разницы нет
advice-map-favours = { $map } удобнее для { $team }: ~{ $edge } п. п. к шансу против средней карты (матчей { $matches } против { $matches_them })
advice-maps-unknown = Матчей мало, чтобы сравнить карты: у каждой команды нужно { $needed } на одной
advice-map-even = { $map }: явного преимущества нет ни у кого (матчей { $matches } против { $matches_them })
advice-map-unknown = { $map }: матчей мало, чтобы судить, кому она удобнее ({ $matches } против { $matches_them }, нужно { $needed })
advice-unrated = Матч без Elo
advice-forfeit = Матч не играли: победа присуждена

turn-openings = Первые дуэли: { $label } { $own } из { $all }
turn-comeback = Камбэк ({ $label }): первая половина { $own }:{ $other }, вторая { $second_own }:{ $second_other }
turn-half = { $half ->
    [1] Первая половина: { $label } { $own }:{ $other }
   *[2] Вторая половина: { $label } { $own }:{ $other }
}
turn-overtime = Дополнительное время: { $label } { $own }:{ $other }

role-awp = AWP { $share }
role-awp-mixed = иногда AWP { $share }
role-entry = первый вход { $rate }
role-support = ~ поддержка (за раунд флешек { $flashes }, урона гранатами { $damage })
