### Страницы администраторов в браузере. Простой текст без тегов; числа приходят текстом или числами для склонений.

web-title = Бот FACEIT
web-units = мс с мин ч д
web-ms = мс
web-utc = Время везде UTC
web-live = обновляется
web-not-live = не обновляется: перезагрузите страницу
web-menu = Страницы
web-menu-overview = Обзор
web-menu-tasks = Задачи
web-menu-charts = Сутки
web-menu-people = Люди
web-menu-acts = Журнал
web-menu-clean-up = Очистка
web-menu-messages = Сообщения

web-away = Redis не отвечает
web-away-what = Пока он молчит, об очередях и задачах ничего не известно. Бот тем временем считает сам.
web-away-again = Страница сама попробует снова.
web-full = Redis заполнен и ничего не записывает
web-full-what = Это не сделано. Чтение работает, и то, что освобождает место, тоже: очистка. Или дайте Redis больше памяти.
web-back = Назад
web-no = Нет, оставить
web-none = Здесь пусто.
web-older = Старше
web-newer = Новее
web-status-400 = Так спросить нельзя
web-status-403 = Не принято
web-status-404 = Не найдено
web-status-405 = Здесь так нельзя
web-status-409 = Сейчас нельзя
web-status-413 = Слишком велико
web-error-unknown-task = Такой задачи нет, или она уже удалена.
web-error-task-active = Задача ещё выполняется: повторить можно, когда она закончится.
web-error-task-ended = Задача уже закончилась.
web-error-limit-reached = У этого человека уже столько активных задач, сколько можно. Повторите позже.
web-error-allowance = Запросы этого человека к FACEIT на сегодня исчерпаны.
web-error-not-yours = Это могут только администраторы.
web-error-part-of-bulk = Это часть массовой задачи: повторите её саму.

## Обзор
web-verdict-good = Всё работает
web-verdict-busy = Работает, но взглянуть стоит
web-verdict-bad = Что-то не так
web-figures = Показатели
web-running = Выполняется
web-waiting = Ждёт
web-delayed = Отложено
web-delayed-n = отложено: { $n }
web-people-active = { $n ->
    [one] { $n } человек ждёт
    [few] { $n } человека ждут
   *[other] { $n } человек ждут
}
web-ended-hour = Успешно за час
web-ended-day = Успешно за сутки
web-ended-faults = По вине бота: { $n }
web-ended-matches = В массовых
web-faceit = FACEIT за этот час
web-faceit-rate = { $rate }/с
web-faceit-ends = ещё { $minutes } мин
web-redis-clients = клиентов: { $n }
web-queues = Очереди
web-queue = Очередь
web-queue-critical = обслуживание
web-queue-high = матчи
web-queue-default = игроки
web-queue-low = массовые
web-held = В работе
web-oldest = Старейшая
web-consumers = Обработчики
web-paused = пауза
web-pause = Остановить
web-resume = Продолжить
web-workers = Воркеры
web-worker = Воркер
web-no-workers = Ни один воркер не запущен.
web-threads = Заняты потоки
web-memory = Память
web-heartbeat = Отозвался
web-ago = { $age } назад
web-up = Работает
web-failed-last = Последние сбои
web-no-failed = Сбоев не было.
web-retry-all = Повторить все сбои…
web-cancel-all = Отменить все активные…
web-delete-all = Удалить все сбои…
web-delete = Удалить…

## Графики
web-day = Последние 24 часа
web-chart-depth = Длина очередей
web-chart-throughput = Закончено задач
web-chart-duration = Средняя длительность
web-chart-empty = Пока ничего не записано.
web-legend-critical = critical
web-legend-high = high
web-legend-default = default
web-legend-low = low
web-legend-completed = готово
web-legend-failed = сбой
web-legend-cancelled = отмена
web-legend-mean = среднее
web-durations = Сколько идут задачи
web-others = Ещё за сутки
web-per-minute = Задач в минуту за последний час
web-budget-wait = Ожидание запроса к FACEIT
web-faceit-calls = Запросы к FACEIT
web-errors = ошибок: { $n }
web-cache = Попадания в кеш
web-sends = Вызовы Telegram
web-refused = отказов: { $n }
web-delivery = От конца задачи до карточки

## Задачи
web-all-states = Все состояния
web-all-types = Все виды
web-state = Состояние
web-state-queued = В очереди
web-state-running = Выполняется
web-state-retrying = Повторяется
web-state-completed = Готово
web-state-failed = Сбой
web-state-cancelled = Отменена
web-type = Вид
web-type-match_analysis = Матч
web-type-player_performance = Игрок
web-type-bulk_analysis = Массовый
web-type-user_analytics = Статистика
web-type-team_analysis = Состав
web-task = Задача
web-subject = О чём
web-person = Человек
web-step = Шаг
web-steps = Шаги
web-created = Принята
web-ended = Закончена
web-took = Заняла
web-deadline = Крайний срок
web-run = Прогон
web-tries = Попытки
web-tries-n = попыток: { $attempts }, выдач: { $deliveries }
web-retry-of = Повтор задачи
web-shared = и ещё { $n } на том же прогоне
web-failure = Сбой
web-no-traceback = Место сбоя не записано.
web-retries = Повторы
web-when = Когда, UTC
web-attempt = Попытка
web-reason = Причина
web-retry = Повторить
web-cancel = Отменить

## Люди и журнал
web-people-what = Люди показаны хешами с ключом: один человек — один хеш, но узнать его по хешу нельзя.
web-active = Активных
web-tasks-day = Задач за сутки
web-act = Действие
web-target = Над чем
web-detail = Подробности
web-act-retry = Повторил задачу
web-act-cancel = Отменил задачу
web-act-retry-failed = Повторил все сбои
web-act-cancel-active = Отменил все активные
web-act-pause = Остановил очередь
web-act-resume = Продолжил очередь
web-act-clean-up = Очистил
web-act-delete = Удалил задачу
web-events = События
web-event = Событие
web-all-frames = Все кадры
web-event-queued = Поставлена в очередь
web-event-begun = Начат шаг
web-event-promoted = Перенесена в более срочную очередь
web-event-joined = К её прогону присоединилась другая задача
web-event-merged = Присоединена к идущему прогону
web-event-retry = Шаг не удался и вернётся
web-event-redelivered = Доставлена снова: воркер умер
web-event-ended = Закончилась
web-event-told = Сообщено
web-act-delete-failed = Удалил все сбои
web-act-delete-message = Удалил сообщение
web-act-requeue-message = Вернул сообщение в очередь
web-act-mute = Заглушил оповещения
web-act-speak = Снова включил оповещения

## О чём переспрашивают и что сделано
web-confirm-retry-failed = { $n ->
    [0] Повторять нечего: сбоев нет
    [one] Повторить { $n } задачу со сбоем?
    [few] Повторить { $n } задачи со сбоем?
   *[other] Повторить { $n } задач со сбоем?
}
web-confirm-retry-failed-what = Каждая станет новой задачей того же человека и пройдёт все шаги заново. Кто исчерпал свой предел, будет пропущен.
web-confirm-retry-failed-yes = { $n ->
    [one] Да, повторить: { $n }
   *[other] Да, повторить все: { $n }
}
web-confirm-cancel-active = { $n ->
    [0] Отменять нечего: активных задач нет
    [one] Отменить { $n } активную задачу?
    [few] Отменить { $n } активные задачи?
   *[other] Отменить { $n } активных задач?
}
web-confirm-cancel-active-what = Всё, что ждёт или выполняется, закончится, и людям об этом скажут. Вернуть это нельзя.
web-confirm-cancel-active-yes = { $n ->
    [one] Да, отменить: { $n }
   *[other] Да, отменить все: { $n }
}
web-confirm-delete-failed = { $n ->
    [0] Упавших задач не осталось
    [one] Удалить { $n } упавшую задачу?
    [few] Удалить { $n } упавшие задачи?
   *[other] Удалить { $n } упавших задач?
}
web-confirm-delete-failed-what = Пропадут записи и следы ошибок, кнопки повтора перестанут работать. Вернуть нельзя.
web-confirm-delete-failed-yes = Удалить
web-confirm-retry = { $n ->
    [0] Эта задача ещё не закончилась
   *[other] Повторить эту задачу?
}
web-confirm-retry-what = Она станет новой задачей того же человека и пройдёт все шаги заново.
web-confirm-retry-yes = Повторить
web-confirm-cancel = { $n ->
    [0] Эта задача уже закончилась
   *[other] Отменить эту задачу?
}
web-confirm-cancel-what = Она закончится, и человеку об этом скажут. Вернуть это нельзя.
web-confirm-cancel-yes = Отменить задачу
web-confirm-delete = Удалить эту задачу?
web-confirm-delete-what = Пропадут запись и след ошибки, кнопка повтора перестанет работать. Вернуть нельзя.
web-confirm-delete-yes = Удалить
web-confirm-left = Ещё { $n } останутся на следующий раз: за раз идёт сотня.
web-clean-title = Очистка
web-clean-what = Удаляет то, что закончилось раньше этого срока. Активные задачи не трогает.
web-clean-hours = { $n } ч
web-clean-nothing = Удалять нечего.
web-clean-yes = { $n ->
    [one] Удалить { $n } запись
    [few] Удалить { $n } записи
   *[other] Удалить { $n } записей
}
web-clean-tasks = Законченные задачи
web-clean-runs = Их прогоны
web-clean-dead = Мёртвые сообщения
web-clean-results = Результаты
web-done-retried = Запущена заново: это новая задача.
web-done-cancelled = Задача отменена.
web-done-paused = Очередь остановлена: начатые шаги закончатся, новые не начнутся.
web-done-resumed = Очередь продолжает работу.
web-done-retried-all = Запущено заново: { $n }
web-done-cancelled-all = Отменено: { $n }
web-done-cleaned = Удалено: { $n }
web-done-deleted = Удалено: { $n }
web-done-stays = Остаётся: задача ещё идёт, или человеку о ней не сказали.
