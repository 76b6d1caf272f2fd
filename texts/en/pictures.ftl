# Words on pictures: there is little room, so they are few. Names come as they are.

picture-calibrating = calibr.
picture-danger = danger
picture-stakes = Elo ~+{ $gain } / ~−{ $loss }
picture-too-close = too close to call
picture-chance-unknown = too little data for a prediction
picture-foreseen-right = the prediction was right
picture-foreseen-wrong = the prediction was wrong
picture-before = as it stood before the game
picture-won-us = We won
picture-won-them = They won
picture-won = Won by { $team }
picture-maps = Maps: who has the edge, ~ pts of chance
picture-matches = matches
picture-usual = usual · n
picture-above = K/D above their usual
picture-below = below
picture-series = BO{ $maps }
picture-role-awp = AWP
picture-role-awp-mixed = ½ AWP
picture-role-entry = ENTRY
picture-role-support = ~ SUP

picture-last = Last { $matches }
picture-share-won = won { $share }
picture-form-title = K/D by match
picture-maps-title = Maps: win rate
picture-rolling = mean of { $matches }
picture-win = win
picture-loss = loss
picture-old-new = old → new
picture-elo-unknown = Elo unknown
picture-column-wins = won
picture-strong = strong
picture-weak = weak
picture-smoothed = ~ smoothed · ▲▼ against own level
