# Состав: /team и его отчёт. Аргументы приходят готовыми: имена экранированы, доли уже в процентах, счётчики числами.

command-team = Состав: карты, роли, игра вместе

error-team-needs-names = 👥 Чей состав? Назовите от двух до пяти игроков: /team ник ник ник. Или скажите, кто вы, — /link ник — и /team без имён возьмёт вашу обычную компанию.
error-team-one-player = 👤 «{ $name }» — это один игрок, а в составе нужно хотя бы два. Отчёт об игроке: /player { $name }
error-team-too-many = ✋ В составе { $limit } игроков, а названо { $given }. Уберите лишних или возьмите первых { $limit }: <code>/team { $first }</code>
error-team-name-ambiguous = 👥 «{ $query }» — подходят несколько игроков: { $found }. Напишите ник в точности как на FACEIT или пришлите ссылку на профиль и повторите /team.
error-team-name-similar = 🔍 Игрока «{ $query }» на FACEIT нет, но есть похожие ники: { $found }. Исправьте ник и повторите /team.
error-team-hidden = 🔐 Часть этих игроков попросила их здесь не разбирать, и я этого держусь. Осталось меньше двух, показывать состав не из кого.
error-team-no-statistics = 🙈 FACEIT не показывает статистику CS2 ни одного из этих игроков: она скрыта или матчей ещё нет. Назовите других: /team ник ник
error-no-party = { $matches ->
    [0] 👥 Ваших последних матчей не видно, поэтому обычной компании я не знаю. Назовите игроков: /team ник ник ник
   *[other] 👥 Обычной компании не нашлось: просмотрено { report-matches }, чаще всех один игрок был с вами на одной стороне — { $most ->
        [one] { $most } раз
        [few] { $most } раза
       *[many] { $most } раз
    }. Нужно { $needed } и { $share } матчей, и чтобы это было не случайно. Назовите игроков: /team ник ник ник
}
reason-team-needs-names = игроки не названы
reason-team-one-player = один игрок — ещё не состав
reason-team-too-many = слишком много игроков
reason-team-name-ambiguous = один из ников подходит нескольким игрокам
reason-team-name-similar = одного из ников не существует
reason-team-hidden = игроки попросили их не разбирать
reason-team-no-statistics = статистики не видно
reason-no-party = обычной компании не нашлось

team-title = 👥 <b>Состав</b> · { $players ->
    [one] { $players } игрок
    [few] { $players } игрока
   *[many] { $players } игроков
}
team-elo = в среднем { $elo } Elo
team-player = <b>{ $name }</b>
team-form = 📈 <b>Форма</b> · до { $matches } последних матчей
team-form-unknown = Последние матчи получить не удалось, или их нет.
team-column-player = Игрок

team-maps = 🗺 <b>Карты</b> · сверху лучшие по K/D
team-maps-unknown = Ни на одной карте нет матчей.
team-map-player = { $mark } { $name } ~{ $kd } ({ $matches })
team-maps-people-none = Заметно сильных и слабых на этих картах нет.
team-maps-legend = n — матчи всех вместе, { $needed }+ — у скольких игроков их столько; ~ сглажено по числу матчей, ▲▼ K/D против своего уровня (матчи)

team-advice = 🎯 <b>Пики и баны</b>
team-advice-home = Домашняя карта: { $map } — K/D ~{ $kd }, на { $change } выше медианной карты состава ({ report-matches }, { $needed }+ у { $ready } из { $players } игроков)
team-advice-ban = Постоянный бан: { $map } — K/D ~{ $kd }, на { $change } ниже медианной карты состава ({ report-matches }, { $needed }+ у { $ready } из { $players } игроков)
team-advice-no-edge = Ни одна карта не выделяется настолько, чтобы назвать её домашней или постоянным баном.
team-advice-unplayed = Почти не играют: { $map } — { report-matches } на всех
team-advice-awp-many = ⚠️ Снайперов сразу { $count }: кому-то придётся уступить AWP.
team-advice-awp-none = ⚠️ Снайпера нет: проверено игроков с подробной статистикой — { $players }.

team-roles = 🎭 <b>Роли</b>
team-role-none = явной роли нет (со снайперки { $sniper } убийств, первая дуэль в { $entry } раундов, { report-matches })
team-roles-unknown = Судить рано (матчей с подробной статистикой меньше { $needed }): { $names }

team-together = 🤝 <b>Вместе</b> · по последним { $window } матчам каждого
team-together-unknown = Списки матчей получить не удалось.
team-together-all = Все на одной стороне: { $result }
team-together-legend = ~ приближено к 50%: за несколько матчей доля мало что значит
team-pairs = <b>Пары</b>
team-pairs-apart = { $pairs ->
    [one] { $pairs } пара ни разу не была на одной стороне
    [few] { $pairs } пары ни разу не были на одной стороне
   *[many] { $pairs } пар ни разу не были на одной стороне
}
team-result = побед { $wins } из { $matches } ({ $share }, ~{ $smoothed })
team-result-none = матчей нет

team-hidden-members = 🔐 { $count ->
    [one] Один игрок попросил его не разбирать, его здесь нет.
   *[other] Попросили их не разбирать и пропущены: { $count }.
}
team-missing-none = 🙈 Статистики не видно (скрыта или матчей нет): { $names }
team-missing-failed = 🌩 Статистику получить не удалось: { $names }
team-missing-part = { $name }: не удалось получить { $parts }
team-missing-lifetime = статистику за всё время
team-missing-games = последние матчи
team-missing-history = список матчей

picture-team-title = Карты состава: K/D
picture-team-all = Все
picture-team-all-below = K/D, доля побед
picture-team-home = дом
picture-team-ban = бан
picture-team-legend = ~ сглажено, ниже матчи · ▲▼ к своему уровню
