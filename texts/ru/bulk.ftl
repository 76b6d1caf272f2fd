### Отчёты о многих матчах.

bulk-title = 📦 <b>{ $count ->
        [one] { $count } матч
        [few] { $count } матча
       *[other] { $count } матчей
    } вместе</b>
bulk-title-player = 📦 <b>{ $count ->
        [one] Последний { $count } матч
        [few] Последние { $count } матча
       *[other] Последние { $count } матчей
    } { $player }</b>
bulk-done = Разобрано: { $completed } из { $total }, с ошибкой: { $failed }
bulk-open = Ещё не решены: { $count }
bulk-cancelled = Отменены: { $count }
bulk-results = Победы – поражения: <b>{ $won } – { $lost }</b> (95 %: { $low }–{ $high })
bulk-figures = K/D { $kd } · ADR { $adr } за { $matches }
bulk-predictions = 🔮 Прогнозы, сделанные до начала: верных <b>{ $hits } из { $of }</b> ({ $share }; 95 %: { $low }–{ $high })
bulk-no-predictions = 🔮 Прогнозов, сделанных до начала, нет: проверять нечего.
bulk-maps = 🗺 { $maps }
bulk-depth-brief = ⚡ Краткий разбор, запросов к FACEIT: { $calls }
bulk-depth-standard = 🔬 Глубокий разбор, запросов к FACEIT: { $calls }
bulk-rows-title = <b>Матчи</b> — кнопка открывает отчёт, 24 часа
bulk-not-over = –
bulk-faction1 = Команда 1
bulk-faction2 = Команда 2
bulk-failed = ⚠️ { $reason } ({ $count }): { $matches }
button-bulk-match = { $number }
bulk-file-caption = 📄 То же таблицей
reason-report-gone = отчёт больше не хранится
reason-bulk-no-history = матчей не видно
error-bulk-empty = 📭 Список пуст. Пришлите ссылки или ID матчей, по одному в строке.
error-bulk-file-type = 📄 Списки я читаю из файлов .txt и .csv с обычным текстом. Пришлите такой файл или ссылки сообщением.
error-bulk-file-size = 📄 Файл слишком большой: беру списки до { $limit } КБ. Разделите его.
error-bulk-no-matches = 🔗 В этом списке нет матча FACEIT ({ $count ->
        [one] строка { $lines }
       *[other] строки { $lines }
    }). Пришлите ссылки вида { example-link }, по одной в строке.
error-bulk-other-game = 🎮 Здесь матчи другой игры ({ $count ->
        [one] строка { $lines }
       *[other] строки { $lines }
    }), а я разбираю CS2. Пришлите ссылки вида { example-link }.
error-bulk-needs-link = 🔗 Я ещё не знаю, кто вы на FACEIT. Отправьте /link ник, и /bulk 20 возьмёт ваши матчи; или назовите игрока: /bulk ник 20
reason-bulk-needs-link = не указан ник FACEIT
error-bulk-count = 🔢 За раз беру от 1 до { $limit } матчей. Например: /bulk ник 20
error-bulk-no-history = 📭 FACEIT не показывает ни одного законченного матча CS2 этого игрока: их не было или история закрыта.
report-brief = ⚡ Краткий разбор: матч и его статистика. Кнопка ниже разберёт всех десятерых
