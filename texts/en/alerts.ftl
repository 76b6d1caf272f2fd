### Alerts to the admins about failed tasks. `{ $name }` is a step's name in the code, times are UTC.

alert-failed =
    🚨 A task has failed
    🆔 <code>{ $task }</code> · { $type }
    ▶️ Run <code>{ $run }</code>
    ⚙️ Step { $step } of { $steps }: { $name }
    🔁 Attempts: { $attempts } · deliveries: { $deliveries }
    ❗ Code: { $code }
alert-more = { $count ->
    [one] and 1 more like it since { $since } UTC
   *[other] and { $count } more like it since { $since } UTC
}
