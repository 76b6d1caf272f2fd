### Сообщения администраторам о сбоях. `{ $name }` — имя шага в коде, время по UTC.

alert-failed =
    🚨 Сбой задачи
    🆔 <code>{ $task }</code> · { $type }
    ▶️ Прогон <code>{ $run }</code>
    ⚙️ Шаг { $step } из { $steps }: { $name }
    🔁 Попыток: { $attempts } · доставок: { $deliveries }
    ❗ Код: { $code }
alert-more = { $count ->
    [one] и ещё { $count } такой же с { $since } UTC
    [few] и ещё { $count } таких же с { $since } UTC
   *[many] и ещё { $count } таких же с { $since } UTC
}
