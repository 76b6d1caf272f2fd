### Слова бота. HTML Telegram; аргументы уже экранированы.

## Команды и меню
command-start = Начать
command-help = Что я умею
command-analyze = Разобрать матч по ссылке
command-stats = Моя статистика: сессии, часы, напарники
command-my_tasks = Мои задачи
command-cancel_task = Отменить задачу
command-lang = Язык / Language
bot-description = Пришлите ссылку на матч CS2 на FACEIT: сравню команды по картам, оценю шансы и назову опасных игроков. Или ник: покажу, как игрок играет на самом деле. Ход разбора виден в чате, его можно отменить. Бот не связан с FACEIT.
bot-short-description = Разбор матчей и игроков CS2 на FACEIT. Бот не связан с FACEIT.

start =
    👋 <b>Привет!</b> Я разбираю матчи CS2 на FACEIT.

    Пришлите ссылку на комнату матча, например:
    { example-link }

    Сразу отвечу, что взял её в работу, покажу ход и пришлю разбор обеих команд: шансы, карты, опасных игроков.

    /link ник — скажите, кто вы, и в разборах будут «мы» и «они»
    /player ник — как игрок играет на самом деле
    /help — все команды
help =
    <b>Как пользоваться</b>
    • Пришлите ссылку на матч FACEIT — начну разбор. Можно сразу несколько, до { $limit } одновременно.
    • В группе: /analyze ссылка, упоминание меня или ответ на моё сообщение.

    <b>Команды</b>
    /analyze ссылка — разобрать матч
    /player ник — отчёт об игроке
    /team ники — состав от двух до пяти: карты, роли, игра вместе
    /bulk список — много матчей сразу: ссылки, файл .txt или .csv, либо ник и число
    /link ник — кто вы на FACEIT; /unlink, /me
    /stats — ваша статистика: сессии, часы, напарники, рекорды (/stats 30, 100, 500)
    /my_tasks — мои задачи: ход, отмена, показать снова
    /cancel_task ID — отменить задачу
    /lang — язык, /timezone — часовой пояс
    /privacy — что я храню, /mydata, /forget_me

    Данные FACEIT · бот не связан с FACEIT
example-link = https://www.faceit.com/ru/cs2/room/1-11111111-2222-3333-4444-555555555555
analyze-ask = 🔗 Пришлите ссылку на матч FACEIT в ответ на это сообщение.
analyze-placeholder = faceit.com/…/room/1-…

## Задача принята
accepted =
    ✅ Принято в работу

    🆔 ID: { $id }
    📊 Статус: { $status }
accepted-place = 🚶 Место в очереди: { $place }
accepted-eta = ⏳ Осталось примерно: { $eta }
accepted-alone = ⚠️ Очередь недоступна, считаю сам.
accepted-slow = ⏳ Принято. Ставлю в очередь, это займёт ещё пару секунд…
duplicate = 👀 Вы это уже просили: задача { $id }. Она идёт, новую не начинаю.
left-out =
    ⚠️ Начато: { $started }. Одновременно можно не больше { $limit }, поэтому пропущены:
    { $links }
    Пришлите их снова, когда текущие закончатся, или все сразу: /bulk

## Сообщение о ходе
progress-title = 🔄 Выполнение задачи
progress-id = 🆔 ID: { $id }
progress-status = 📊 Статус: { $status }
progress-steps = 📈 Прогресс: { $step }/{ $steps } ({ $percent }%)
progress-bar = 📊 [{ $bar }]
progress-operation = ⚙️ Операция: { $operation }
progress-elapsed = ⏱️ Время выполнения: { $elapsed }
progress-place = 🚶 Место в очереди: { $place }
progress-eta = ⏳ Осталось примерно: { $eta }
progress-reason = ⚠️ Причина: { $reason }. Пробую снова сам.

state-queued = ⏳ В очереди
state-running = 🔄 Выполняется
state-retrying = 🔁 { $attempt }/{ $max } Повтор
state-completed = ✅ Готово
state-failed = ❌ Не удалось
state-cancelled = 🚫 Отменено

duration-s = { $seconds }с
duration-m = { $minutes }м { $seconds }с
duration-h = { $hours }ч { $minutes }м

step-waiting = Ждём очереди
step-resolve_link = Разбираем ссылку
step-fetch_match = Загружаем матч
step-fetch_players = Загружаем игроков
step-analyse = Считаем статистику
step-predict = Готовим прогноз и советы
step-assemble = Собираем отчёт
step-resolve_player = Ищем игрока
step-lifetime = Загружаем статистику за всё время
step-recent_games = Загружаем последние матчи
step-metrics = Считаем форму
step-trends = Ищем перемены
step-maps = Сравниваем карты
step-role = Взвешиваем роль, сильные и слабые стороны
step-history = Загружаем матчи с напарниками
step-form = Считаем форму
step-sessions = Делим на сессии
step-teammates = Сравниваем напарников и соперников
step-habits = Считаем часы и дни недели
step-resolve_players = Ищем игроков
step-lineup = Сравниваем карты и роли
step-together = Считаем общие матчи
step-resolve_matches = Собираем матчи
step-analyse_matches = Анализируем матчи
step-summarise = Собираем итог
op-games = Загружаем последние матчи { $done }/{ $total }
op-players = Загружаем игроков { $done }/{ $total }
op-waiting = Ждём очереди к FACEIT

## Конец
ended-completed = ✅ Задача { $id } готова за { $elapsed }
ended-failed = ❌ Задача { $id }: { $reason }
ended-cancelled = 🚫 Задача { $id } отменена
failed-match_analysis = ❌ Разобрать матч не получилось.
failed-player_performance = ❌ Отчёта об игроке не получилось.
failed-user_analytics = ❌ Вашу статистику не удалось собрать.
failed-team_analysis = ❌ Команду не удалось проанализировать.
failed-bulk_analysis = ❌ Матчи не удалось проанализировать.
report-gone = 🗑 Разбор уже удалён: он хранится { $hours } ч. Закажите его снова.
card-unavailable = ✅ Задача { $id } готова, но показать её вид отчёта я пока не умею.

## Кнопки
button-refresh = 🔄 Обновить
button-cancel = 🚫 Отменить
button-retry = 🔁 Повторить
button-my-tasks = 📋 Мои задачи
button-room = 🎮 Открыть матч
button-copy = 🔗 Скопировать ссылку
button-card-veto = 🗺 Обновить после выбора карты
button-card-chosen = 🗺 Карта выбрана: { $map } — обновить
button-card-started = 🗺 Матч начался — обновить
button-cancel-id = 🚫 { $id }
button-show-id = 📄 { $id }
button-retry-id = 🔁 { $id }

## Всплывающие ответы (без HTML)
toast-progress = { $step }/{ $steps } · { $operation }
toast-cancelled = Задача отменена
toast-ended = Задача уже завершена
toast-retried = Начинаю заново
toast-card = Обновляю: пришлю новый разбор
toast-active = Задача уже выполняется
toast-shown = Показываю
toast-language = Язык: русский

## Мои задачи
tasks-title = 📋 <b>Мои задачи</b>
tasks-line = { $status } · { $id } · { $subject }
tasks-line-steps = { $status } · { $id } · { $step }/{ $steps } · { $subject }
tasks-empty = 📋 Задач пока нет. Пришлите ссылку на матч FACEIT или /player ник.
tasks-alone = ⚠️ Очередь недоступна: показано только то, что я считаю сам.
cancel-none = 🚫 Отменять нечего: задач в работе нет.
cancel-which = 🚫 Какую отменить? Нажмите кнопку или пришлите /cancel_task ID.
cancel-done = 🚫 Задача { $id } отменена.

## Язык
lang-ask = 🌐 Язык / Language: сейчас русский.
lang-set = 🌐 Хорошо, говорю по-русски.
lang-ru = Русский
lang-en = English
