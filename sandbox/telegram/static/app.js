// The page: live events in, drawing out.

import { bubble } from "./bubble.js";
import { describe, drawMarkup, drawReply, noticeForcedReply, send, showCommands, wireComposer } from "./composer.js";
import { alertBox, toast } from "./notices.js";
import { avatar, drawSide, refreshOffers } from "./side.js";
import { botName, chat, chatTitle, chatsOf, element, isBot, isOwn, state } from "./state.js";

const $ = (id) => document.getElementById(id);
const BUSY = { typing: "typing…", upload_photo: "sending a photo…", upload_document: "sending a file…" };
state.answeredEarly = new Set();

function remember() {
  history.replaceState(null, "", `#${state.personId}/${state.chatId}`);
}

function choosePerson(id) {
  state.personId = id;
  const chats = chatsOf(id);
  if (!chats.some((one) => one.id === state.chatId) || chat()?.type === "private") state.chatId = chats[0]?.id ?? 0;
  state.replyTo = null;
  drawAll();
}

function chooseChat(id) {
  state.chatId = id;
  state.replyTo = null;
  drawAll();
}

function drawAll() {
  remember();
  state.unread.delete(`${state.personId}:${state.chatId}`);
  drawSide(choosePerson, chooseChat);
  drawTop();
  drawMessages();
  drawReply();
  drawMarkup();
  showCommands(false);
}

function drawTop() {
  const here = chat();
  $("offline").hidden = state.polled;
  if (!here) return;
  document.title = chatTitle(here);
  $("title").textContent = chatTitle(here);
  avatar(here, $("avatar"));
  const busy = state.busy.get(here.id);
  $("subtitle").className = busy ? "busy" : "";
  const members = `${here.members.length + 1} members`;
  $("subtitle").textContent = busy ? (here.type === "private" ? busy : `${botName()} is ${busy}`) : here.type === "private" ? "bot" : members;
}

function isFirst(message, before) {
  return !before || before.from?.id !== message.from?.id || before.sender_chat?.id !== message.sender_chat?.id || message.date - before.date > 600;
}

function reply(message) {
  state.replyTo = message.message_id;
  drawReply();
  $("input").focus();
}

function dayOf(message) {
  const day = new Date(message.date * 1000);
  return day.toDateString() === new Date().toDateString() ? "Today" : day.toLocaleDateString(undefined, { day: "numeric", month: "long" });
}

function add(message, before) {
  if (!before || dayOf(before) !== dayOf(message)) $("messages").append(element("div", { class: "day" }, dayOf(message)));
  const made = bubble(message, { isFirst: isFirst(message, before), onReply: reply });
  $("messages").append(made);
  return made;
}

function drawMessages() {
  const messages = chat()?.messages ?? [];
  $("messages").replaceChildren();
  messages.forEach((message, index) => add(message, messages[index - 1]));
  if (!messages.length && chat()?.type === "private") {
    const start = element("button", { type: "button", "data-testid": "start", onclick: () => send("/start") }, "Start");
    const about = describe();
    $("messages").append(element("div", { class: "about" }, element("b", {}, about ? "What can this bot do?" : botName()), about, start));
  }
  toBottom();
}

function isAtBottom() {
  return $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < 120;
}

function toBottom() {
  $("scroll").scrollTop = $("scroll").scrollHeight;
}

function redraw(messageId) {
  const old = $("messages").querySelector(`[data-message-id="${messageId}"]`);
  const messages = chat().messages;
  const index = messages.findIndex((one) => one.message_id === messageId);
  if (!old || index < 0) return;
  const unfolded = old.querySelectorAll(".folding:not(.folded)").length > 0;
  const stick = isAtBottom();
  const made = bubble(messages[index], { isFirst: isFirst(messages[index], messages[index - 1]), onReply: reply });
  if (unfolded) made.querySelectorAll(".folding").forEach((quote) => quote.classList.remove("folded"));
  old.replaceWith(made);
  if (stick) toBottom();
}

const on = {
  state(event) {
    Object.assign(state, { bot: event.bot, polled: event.polled, people: event.people, chats: event.chats });
    const [wantedPerson, wantedChat] = location.hash.slice(1).split("/").map(Number);
    if (!state.people.some((one) => one.id === state.personId)) {
      state.personId = state.people.some((one) => one.id === wantedPerson) ? wantedPerson : state.people[0]?.id ?? 0;
      if (wantedChat) state.chatId = wantedChat;
    }
    const chats = chatsOf(state.personId);
    if (!chats.some((one) => one.id === state.chatId)) state.chatId = chats[0]?.id ?? 0;
    drawAll();
  },
  message({ chat_id: chatId, message }) {
    const there = chat(chatId);
    if (!there || there.messages.some((one) => one.message_id === message.message_id)) return;
    const before = there.messages.at(-1);
    there.messages.push(message);
    if (isBot(message)) state.busy.delete(chatId);
    for (const one of there.members) {
      const seen = one === message.from?.id || (one === state.personId && chatId === state.chatId);
      if (!seen) state.unread.set(`${one}:${chatId}`, (state.unread.get(`${one}:${chatId}`) || 0) + 1);
    }
    if (chatId === state.chatId) {
      const stick = isAtBottom() || isOwn(message);
      $("messages").querySelector(".about")?.remove();
      add(message, before).classList.add("fresh");
      if (stick) toBottom();
      drawTop();
      drawMarkup();
      if (isBot(message)) noticeForcedReply(message);
    }
    drawSide(choosePerson, chooseChat);
  },
  edited({ chat_id: chatId, message }) {
    const there = chat(chatId);
    const index = there?.messages.findIndex((one) => one.message_id === message.message_id) ?? -1;
    if (index < 0) return;
    there.messages[index] = message;
    if (chatId === state.chatId) redraw(message.message_id);
    drawSide(choosePerson, chooseChat);
  },
  deleted({ chat_id: chatId, message_id: messageId }) {
    const there = chat(chatId);
    if (!there) return;
    there.messages = there.messages.filter((one) => one.message_id !== messageId);
    if (chatId === state.chatId) $("messages").querySelector(`[data-message-id="${messageId}"]`)?.remove();
  },
  reaction({ chat_id: chatId, message_id: messageId, reactions }) {
    const there = chat(chatId);
    if (!there) return;
    there.reactions[messageId] = reactions;
    if (chatId === state.chatId) redraw(messageId);
  },
  action({ chat_id: chatId, action }) {
    const shown = BUSY[action] ?? "busy…";
    state.busy.set(chatId, shown);
    drawTop();
    setTimeout(() => { state.busy.delete(chatId); drawTop(); }, 5000);
  },
  answered({ query_id: query, user_id: userId, text, show_alert: isAlert }) {
    const wait = state.waiting.get(query);
    state.waiting.delete(query);
    if (!wait) state.answeredEarly.add(query);
    document.querySelectorAll(".key.waiting").forEach((key) => {
      const messageId = Number(key.closest(".message").dataset.messageId);
      if (wait && messageId === wait.messageId && key.dataset.callback === wait.data) key.classList.remove("waiting");
    });
    if (userId === state.personId && text) (isAlert ? alertBox : toast)(text);
  },
  bot({ polled }) {
    state.polled = polled;
    drawTop();
  },
};

function listen() {
  const events = new EventSource("/page/events");
  events.onmessage = ({ data }) => { const event = JSON.parse(data); on[event.kind]?.(event); };
  events.onerror = () => { state.polled = false; drawTop(); };
}

$("scroll").addEventListener("scroll", () => { $("to-bottom").hidden = isAtBottom(); });
$("to-bottom").addEventListener("click", toBottom);
const keepAtBottom = new ResizeObserver(() => { if ($("to-bottom").hidden) toBottom(); });
keepAtBottom.observe($("messages"));
keepAtBottom.observe($("scroll"));
wireComposer();
listen();
refreshOffers();
setInterval(refreshOffers, 5000);
