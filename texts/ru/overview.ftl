### Что не так, для администраторов. `{ $queue }` — имя очереди, `{ $worker }` — машина и номер процесса.

finding-no-consumer = Никто не берёт задачи из { $queue }
finding-queue-old = { $queue }: первый в очереди ждёт { $seconds } с
finding-queue-deep = { $queue }: ждут { $count }
finding-no-heartbeat = Воркер { $worker } замолчал
finding-no-workers = Ни один воркер не запущен
finding-redis-memory = Redis занял { $percent }% своей памяти
finding-failures = Сбои: { $percent }% недавно завершённых задач ({ $count }), ошибки самих людей не в счёт
finding-faceit-key = FACEIT не принимает ключ
finding-faceit-limited = FACEIT просит паузу: ещё { $seconds } с
finding-hour-short = Запросы к FACEIT на этот час на исходе
finding-hour-last = Запросы к FACEIT на этот час почти исчерпаны
finding-paused = { $queue } на паузе
finding-scheduler-silent = Планировщик ничего не присылает
finding-endings-untold = Результатов, о которых ещё не сказано: { $count }
