### Команды администраторов и пауза очереди. Имена очередей и шагов — как в коде; время по UTC.

step-paused = ⏸ очередь на паузе
accepted-paused = ⏸ Очередь на паузе: начну, как только её снимут. Присылать снова не нужно.
error-part-of-bulk = 🔢 Это часть массового разбора: запустите заново его самого.

command-admin = Команды администратора
command-admin_queue_status = Состояние: очереди, воркеры, Redis
command-admin_queue_metrics = Сутки в цифрах: длительность, ошибки
command-admin_queue_cleanup = Убрать завершённое старше N часов
command-admin_queue_users = Кто сколько просит
command-admin_tasks = Задачи всех людей
command-admin_task = Всё о задаче: /admin_task ID
command-admin_task_retry = Повторить задачу: ID
command-admin_task_cancel = Отменить задачу: ID
command-admin_pause = Остановить очередь: critical, high, default, low
command-admin_resume = Снять паузу с очереди
command-admin_log = Что делали администраторы
command-budget = Запросы к FACEIT за час

admin-help =
    🛠 <b>Команды администратора</b>

    /admin_queue_status — в порядке ли всё: очереди, воркеры, Redis, FACEIT
    /admin_queue_metrics — сутки в цифрах
    /admin_queue_users — кто сколько просит
    /admin_tasks — задачи всех: упавшие, идущие, ждущие
    /admin_task ID — всё о задаче
    /admin_task_retry ID — повторить её; ответ получит тот, кто просил
    /admin_task_cancel ID — отменить её
    /admin_pause очередь — воркеры больше ничего из неё не берут
    /admin_resume очередь — снять паузу
    /admin_queue_cleanup часы — убрать завершённое раньше
    /admin_alerts — что сейчас не так и о чём молчать
    /admin_log — что делали администраторы
    /budget — запросы к FACEIT за час

    Очереди: { $queues }
admin-reading = ⏳ Читаю…
admin-redis-away =
    🔴 <b>Плохо: Redis не отвечает</b>

    Цифр нет: они лежат там же. Ссылки на матчи бот пока разбирает сам, остальное ждёт.
    Что делать: проверьте, запущен ли Redis и верен ли REDIS_URL, затем повторите команду.
admin-redis-full =
    🔴 <b>Плохо: Redis заполнен и ничего не записывает</b>

    Это не сделано. Чтение работает, и то, что освобождает место, тоже.
    Что делать: /admin_queue_cleanup 6 уберёт всё, что завершилось больше шести часов назад; или дайте Redis больше памяти.
admin-moment = 🕒 { $at } UTC

admin-good = 🟢 <b>Всё в порядке</b>
admin-busy = 🟡 <b>Работает, но есть на что взглянуть</b>
admin-bad = 🔴 <b>Плохо: нужно вмешаться</b>
admin-queues = 📥 <b>Очереди</b>: ждут · в работе · отложено
admin-queue = { $name }: { $waiting } · { $held } · { $delayed }
admin-queue-oldest = , старшая ждёт { $age }
admin-queue-paused = ⏸ на паузе
admin-queue-nobody = ❗ никто не слушает
admin-workers = 👷 <b>Воркеры</b>: { $count }, занято потоков { $busy } из { $threads }
admin-workers-none = 👷 <b>Воркеры</b>: ❗ ни одного
admin-worker = { $name } ({ $queues }): { $busy }/{ $threads }, CPU { $cpu }, { $memory }, пульс { $beat } назад
admin-worker-silent = ❗ без пульса { $beat }: { $name } ({ $queues })
admin-now = 🏃 Идёт задач: { $running } · людей: { $people }
admin-ended-hour = За час: { $ended }
admin-ended-day = За сутки: { $ended }
admin-ended-matches = Матчи массовых разборов за сутки: { $ended }
admin-ended = ✅ { $completed } ❌ { $failed }{ $faults } 🚫 { $cancelled }, успех { $success }
admin-ended-faults = {" "}(по вине бота: { $faults })
admin-redis = 🗄 Redis { $version }: ответ { $ping } мс, память { $memory } из { $limit }, клиентов { $clients } из { $most }, ключей { $keys }, AOF { $aof }
admin-faceit = 🎯 FACEIT за час: { $calls } из { $limit } ({ $percent }%)
admin-more = … и ещё { $count }
admin-yes = есть
admin-no = нет

admin-metrics = 📈 <b>За 24 часа</b>
admin-metrics-pace = Завершается { $pace } в минуту (среднее за час)
admin-metrics-type = { $type }: n={ $count }, p50 { $p50 }, p95 { $p95 } · ✅ { $completed } ❌ { $failed } 🚫 { $cancelled }
admin-metrics-steps = <b>Самые долгие шаги</b> (p95)
admin-metrics-step = { $type } · { $name }: p95 { $p95 }, p50 { $p50 }, n={ $count }
admin-metrics-faceit = 🎯 FACEIT: вызовов { $calls }, с ошибкой { $errors } ({ $share })
admin-metrics-cache = 🗃 Кэш: попаданий { $share } (n={ $count })
admin-metrics-wait = ⏳ Ждали очереди к FACEIT: p50 { $p50 }, p95 { $p95 }, n={ $count }
admin-metrics-sends = 📨 Telegram: вызовов { $sends }, отказов { $refused }
admin-metrics-delivery = 📬 Доставка ответа: p50 { $p50 }, p95 { $p95 }, n={ $count }
admin-metrics-none = Пока ничего не завершалось.

admin-users = 👥 <b>Люди за сутки</b>: { $count }
admin-user = <code>{ $who }</code>: идёт { $active }, задач { $tasks }, упало { $failed }, вызовов { $calls }
admin-users-none = 👥 За сутки никто ничего не просил.
admin-page = Страница { $page } из { $pages }

admin-tasks = 📋 <b>Задачи</b>: { $filter } — { $count }
admin-filter-all = все
admin-filter-failed = упали
admin-filter-running = идут
admin-filter-queued = ждут
admin-task-line = { $sign } <code>{ $id }</code> · { $type } · { $step }/{ $steps } · { $age } · { $owner }
admin-tasks-none = Таких нет.

admin-task = 🆔 <code>{ $id }</code> · { $type } · { $status }
admin-task-subject = 🎯 { $subject }
admin-task-owner = 👤 { $owner }, вместе с ним ждут: { $shared }
admin-task-times = 🕒 Создана { $created }, завершена { $ended }
admin-task-step = ⚙️ Шаг { $step } из { $steps }: { $name }
admin-task-where = 📥 { $queue } · воркер { $worker } · доставок { $deliveries } · вызовов FACEIT { $calls }
admin-task-deadline = ⏱ Срок: { $at }
admin-task-frames = Все кадры:
admin-task-retry-of = 🔁 Повтор задачи <code>{ $id }</code>
admin-task-run = ▶️ Прогон <code>{ $run }</code>
admin-task-code = ❗ Код: { $code } · попыток { $attempts }
admin-task-steps = <b>Шаги</b>: { $steps }
admin-task-retries = <b>Повторы</b>
admin-task-retry = шаг { $step }, попытка { $attempt }: { $reason }, { $at }
admin-task-gone = 🤷 Такой задачи нет: или ID набран неверно, или её запись уже удалена.
admin-task-which = 🆔 Укажите ID: /{ $command } ID. Список: /admin_tasks
admin-task-retried = 🔁 Повторяю: задача <code>{ $id }</code>. Ответ получит тот, кто просил.
admin-task-under-way = 🔄 Уже выполняется, повторять нечего: задача <code>{ $id }</code>.
admin-task-retried-before = 🔁 Уже повторена: задача <code>{ $id }</code>.
admin-task-cancelled = 🚫 Задача <code>{ $id }</code> отменена, её владелец об этом узнает.

admin-queue-which = 📥 Какую очередь? Есть: { $queues }. Например: /{ $command } { $first }
admin-paused = ⏸ Очередь { $queue } на паузе: воркеры ничего из неё не берут, начатые шаги доделываются. Снять: /admin_resume { $queue }
admin-paused-before = ⏸ Очередь { $queue } и так на паузе.
admin-resumed = ▶️ Пауза с { $queue } снята, воркеры возьмутся за неё за две секунды.
admin-resumed-before = ▶️ Очередь { $queue } и не была на паузе.

admin-hours = 🧹 Сколько часов? Число от 1 до { $most }: /admin_queue_cleanup 24
admin-clean-offer =
    🧹 <b>Убрать завершённое больше { $hours } ч назад?</b>

    Задач: { $tasks }
    Прогонов: { $runs }
    Отчётов: { $results }
    Мёртвых сообщений: { $dead }

    Идущее и то, о чём людям ещё не сказано, останется. Кнопка действует { $minutes } мин.
admin-clean-nothing = 🧹 Убирать нечего: ничего не завершилось раньше чем { $hours } ч назад.
admin-clean-done = 🧹 Убрано: задач { $tasks }, прогонов { $runs }, отчётов { $results }, мёртвых сообщений { $dead }.
admin-retry-offer =
    🔁 <b>Повторить упавшие за { $hours } ч?</b>
    Их { $count }, за один раз — не больше { $most }. Ответы получат те, кто просил.
admin-retry-done = 🔁 Повторено задач: { $count }.
admin-cancel-offer =
    🚫 <b>Отменить всё, что идёт и ждёт?</b>
    Задач { $count }, за один раз — не больше { $most }. Людям об этом скажут.
admin-cancel-done = 🚫 Отменено задач: { $count }.
admin-delete-offer =
    🗑 <b>Удалить все упавшие задачи?</b>
    Их { $count }. Пропадут записи и следы ошибок, кнопки повтора перестанут работать. Вернуть нельзя.
admin-delete-one-offer =
    🗑 <b>Удалить { $id }?</b>
    Пропадут запись и след ошибки, кнопка повтора перестанет работать. Вернуть нельзя.
admin-delete-done = 🗑 Удалено задач: { $count }.
admin-delete-one-done = 🗑 Задача { $id } удалена.
admin-delete-stays = 🤷 { $id } остаётся: она ещё идёт, или человеку о ней не сказали.
admin-offer-nothing = 🤷 Таких задач нет.
admin-offer-left = 👌 Оставляю как есть.

admin-log = 📒 <b>Что делали администраторы</b>: { $count }
admin-log-none = 📒 Администраторы ещё ничего не делали.
admin-log-line = { $at } · <code>{ $who }</code> · { $what } { $target } { $detail }

toast-admin-old = Это уже сделано, или предложение устарело. Повторите команду.
toast-admin-away = 🔴 Redis не отвечает. Проверьте его и нажмите снова.

button-admin-status = 📟 Состояние
button-admin-metrics = 📈 Сутки
button-admin-users = 👥 Люди
button-admin-tasks = 📋 Задачи
button-admin-log = 📒 Журнал
button-admin-before = ◀️
button-admin-next = ▶️
button-admin-all = Все
button-admin-failed = ❌ Упали
button-admin-running = 🔄 Идут
button-admin-queued = ⏳ Ждут
button-admin-task = 📄 { $id }
button-admin-retry = 🔁 Повторить
button-admin-cancel = 🚫 Отменить
button-admin-retry-all = 🔁 Повторить упавшие
button-admin-cancel-all = 🚫 Отменить все
button-admin-delete = 🗑 Удалить
button-admin-delete-all = 🗑 Удалить упавшие
button-admin-resume = ▶️ Снять паузу: { $queue }
button-admin-sure = ✅ Да
button-admin-leave = Оставить
