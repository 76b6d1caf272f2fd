### Игроки, привязка и личные данные в словах бота.

## Команды
command-player = Как игрок играет на самом деле
command-link = Сказать, кто вы на FACEIT
command-unlink = Отвязать игрока FACEIT
command-me = Что я о вас знаю
command-timezone = Часовой пояс
command-privacy = Что я храню и сколько
command-mydata = Всё, что я храню о вас, файлом
command-forget_me = Удалить всё о вас

## Игроки
player-ask = 🔎 Чей отчёт? Пришлите ник на FACEIT или ссылку на профиль в ответ на это сообщение.
player-placeholder = ник
player-line = <b>{ $name }</b> · уровень { $level } · Elo { $elo }
player-line-calibrating = <b>{ $name }</b> · калибровка, Elo пока нет
level = уровень { $level }
looking = 🔎 Спрашиваю FACEIT…
error-no-nickname = 🔎 Чей отчёт? Пришлите так: /player ник
error-people-only = 👤 Это может только человек, не канал и не анонимный админ. Напишите мне в личку.

error-player-hidden = 🔐 Этот игрок попросил его здесь не разбирать, и я этого держусь.
reason-player-hidden = игрок попросил его не разбирать

## Привязка
link-ask = 🔗 Кто вы на FACEIT? Пришлите ник или ссылку на профиль в ответ на это сообщение.
link-confirm =
    🔎 Нашёл: { $player }
    Это вы?
link-which = 🔎 Подходят несколько игроков. Кто из них вы?
link-none = 👌 Ничего не привязано. Попробуйте ещё раз с точным ником: /link ник
link-done =
    ✅ Привязано: { $player }
    Теперь в разборах будут «мы» и «они». Отвязать: /unlink
unlink-done = ✅ Отвязано. Разборы снова говорят об обеих сторонах поровну.
unlink-nothing = 👌 Ничего и не было привязано. Привязать игрока: /link ник
me-title = 👤 <b>Вы</b>
me-player = 🎮 FACEIT: { $player }
me-no-player = 🎮 FACEIT: пока не привязан — /link ник
me-language = 🌐 Язык: { $language }
me-timezone = 🕒 Часовой пояс: { $zone }
me-commands = /player — ваш отчёт · /lang · /timezone · /unlink · /mydata · /forget_me
button-thats-me = ✅ Это я
button-not-me = ✖️ Нет
button-none-of-them = ✖️ Никто из них
button-profile = 👤 Открыть профиль
toast-linked = Привязано

## Часовой пояс
timezone-ask =
    🕒 Ваш часовой пояс: <b>{ $zone }</b>.
    Выберите другой или пришлите город или сдвиг: /timezone Moscow, /timezone UTC+3
timezone-set = 🕒 Часовой пояс: { $zone }
error-unknown-timezone = 🕒 Не знаю часового пояса «{ $query }». Пришлите крупный город латиницей или сдвиг: /timezone Moscow, /timezone UTC+3

## Личные данные
privacy =
    🔐 <b>Что я храню</b>
    • Ваши задачи и отчёты: { $hours } ч.
    • Вашего игрока FACEIT, язык и часовой пояс: пока вы их не заберёте.
    • Какие разборы вы просили: { $history } дн.
    • Сколько вызовов FACEIT вы потратили: до конца дня; после удаления — без вашего имени.
    • Прогнозы матчей остаются для проверки, без привязки к людям.
    • Ответы FACEIT: не дольше суток. Лишние сообщения не храню.

    /mydata — всё это файлом
    /forget_me — удалить всё это

    Если игрок FACEIT не хочет, чтобы его здесь разбирали: { $contact }

    Данные FACEIT · бот не связан с FACEIT
privacy-contact = напишите { $contact }
privacy-owner = напишите владельцу этого бота
mydata-private = 🔐 Только в личке, чтобы не прочитал никто другой: напишите мне там /mydata.
mydata-caption = 🔐 Всё, что я о вас храню. Удалить: /forget_me
forget-ask =
    🗑 <b>Удалить всё о вас?</b>
    Привязанного игрока, настройки, историю и задачи с отчётами. Идущие задачи отменятся. Вернуть будет нельзя.
forget-done =
    🗑 Готово. Удалено: { $tasks ->
        [one] { $tasks } задача
        [few] { $tasks } задачи
       *[many] { $tasks } задач
    } (отменено на ходу: { $cancelled }), { $rows ->
        [one] { $rows } запись
        [few] { $rows } записи
       *[many] { $rows } записей
    }. Сам чат хранит Telegram: его можно удалить там.
forget-kept = 👌 Всё остаётся как есть.
button-forget = 🗑 Удалить всё
button-keep = Оставить
