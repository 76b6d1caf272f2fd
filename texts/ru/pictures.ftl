# Слова на картинках: места мало, поэтому коротко. Имена приходят как есть.

picture-calibrating = калибр.
picture-danger = угроза
picture-stakes = Elo ~+{ $gain } / ~−{ $loss }
picture-too-close = почти поровну
picture-chance-unknown = прогноза нет: мало данных
picture-foreseen-right = прогноз сбылся
picture-foreseen-wrong = прогноз не сбылся
picture-before = так было до игры
picture-won-us = Победа за нами
picture-won-them = Победа за ними
picture-won = Победа: { $team }
picture-maps = Карты: у кого перевес, ~ п. п. шанса
picture-matches = матчи
picture-usual = обычно · n
picture-above = K/D выше своего обычного
picture-below = ниже
picture-series = BO{ $maps }
picture-role-awp = AWP
picture-role-awp-mixed = ½ AWP
picture-role-entry = ENTRY
picture-role-support = ~ SUP

picture-last = Последние { $matches }
picture-share-won = побед { $share }
picture-form-title = K/D по матчам
picture-maps-title = Карты: доля побед
picture-rolling = среднее за { $matches }
picture-win = победа
picture-loss = поражение
picture-old-new = старые → новые
picture-elo-unknown = Elo неизвестен
picture-column-wins = побед
picture-strong = сильная
picture-weak = слабая
picture-smoothed = ~ сглажено · ▲▼ к своему уровню
