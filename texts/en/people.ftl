### Players, accounts and privacy, as the bot speaks of them.

## Commands
command-player = How a player really plays
command-link = Tell me who you are on FACEIT
command-unlink = Untie your FACEIT player
command-me = What I know of you
command-timezone = Your time zone
command-privacy = What I keep and for how long
command-mydata = Everything I hold of you, as a file
command-forget_me = Delete everything about you

## Players
player-ask = 🔎 Whose report? Send the FACEIT nickname or a profile link as a reply to this message.
player-placeholder = nickname
player-line = <b>{ $name }</b> · level { $level } · Elo { $elo }
player-line-calibrating = <b>{ $name }</b> · calibrating, no Elo yet
level = level { $level }
looking = 🔎 Asking FACEIT…
error-no-nickname = 🔎 Whose report? Send it like this: /player nickname
error-people-only = 👤 Only a person can do this, not a channel or an anonymous admin. Write to me in private.

error-player-hidden = 🔐 This player asked not to be analysed here, and I keep to it.
reason-player-hidden = the player asked not to be analysed

## Account
link-ask = 🔗 Who are you on FACEIT? Send your nickname or a profile link as a reply to this message.
link-confirm =
    🔎 Found: { $player }
    Is this you?
link-which = 🔎 Several players fit. Which one is you?
link-none = 👌 Nothing is tied. Try again with the exact nickname: /link nickname
link-done =
    ✅ Tied: { $player }
    Your cards now speak of “us” and “them”. Undo: /unlink
unlink-done = ✅ Untied. Cards speak of both sides evenly again.
unlink-nothing = 👌 Nothing was tied. To tie a player: /link nickname
me-title = 👤 <b>You</b>
me-player = 🎮 FACEIT: { $player }
me-no-player = 🎮 FACEIT: not tied yet — /link nickname
me-language = 🌐 Language: { $language }
me-timezone = 🕒 Time zone: { $zone }
me-commands = /player — your report · /lang · /timezone · /unlink · /mydata · /forget_me
button-thats-me = ✅ That's me
button-not-me = ✖️ No
button-none-of-them = ✖️ None of them
button-profile = 👤 Open the profile
toast-linked = Tied

## Time zone
timezone-ask =
    🕒 Your time zone: <b>{ $zone }</b>.
    Press another, or send a city or an offset: /timezone Berlin, /timezone UTC+3
timezone-set = 🕒 Time zone: { $zone }
error-unknown-timezone = 🕒 I know no time zone “{ $query }”. Send a large city or an offset: /timezone Berlin, /timezone UTC+3

## Privacy
privacy =
    🔐 <b>What I keep</b>
    • Your tasks and their reports: { $hours } h.
    • Your FACEIT player, language and time zone: until you take them back.
    • Which analyses you asked for: { $history } days.
    • How many FACEIT calls you caused: until the day ends; after deletion without your name.
    • Match predictions are kept for scoring, without any person.
    • What FACEIT answers: a day at most. Messages I don't need are not kept.

    /mydata — all of it as a file
    /forget_me — delete all of it

    A FACEIT player who does not want to be analysed here: { $contact }

    Data: FACEIT · not affiliated
privacy-contact = write to { $contact }
privacy-owner = write to the owner of this bot
mydata-private = 🔐 Only in private, so that nobody else reads it: write /mydata to me there.
mydata-caption = 🔐 Everything I hold of you. To delete it: /forget_me
forget-ask =
    🗑 <b>Delete everything about you?</b>
    The tied player, settings, history and tasks with their reports. What runs will be cancelled. This can't be undone.
forget-done =
    🗑 Done. Deleted: { $tasks ->
        [one] { $tasks } task
       *[other] { $tasks } tasks
    } ({ $cancelled } cancelled under way), { $rows ->
        [one] { $rows } record
       *[other] { $rows } records
    }. Telegram keeps this chat itself: you can delete it there.
forget-kept = 👌 Everything stays as it is.
button-forget = 🗑 Delete everything
button-keep = Keep it
