// One message: bubble, quote, picture, document, reactions and inline buttons.

import { chat, control, element, isBot, isOwn, sendText, senderName, state, summary } from "./state.js";
import { copyText, enlarge, toast } from "./notices.js";
import { deepLink, richText } from "./rich_text.js";

const COLOURS = ["#e17076", "#7bc862", "#e5ca77", "#65aadd", "#a695e7", "#ee7aae", "#6ec9cb"];

export const clock = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });

export function bubble(message, { isFirst, onReply }) {
  const here = chat();
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) {
    return element("div", { class: "service" }, "The group became a supergroup");
  }
  const keys = message.reply_markup?.inline_keyboard;
  const own = isOwn(message) && !message.sender_chat;
  const text = message.text ?? message.caption;
  const classes = ["message", own && "own", isFirst && "first", keys && "keyed", message.photo && "pictured"];
  const box = element("div", {
    class: classes.filter(Boolean).join(" "),
    "data-testid": "message", "data-message-id": message.message_id, "data-from": isBot(message) ? "bot" : "person",
    "data-edited": Boolean(message.edit_date),
  });
  const inside = element("div", { class: message.photo && !text ? "bubble bare" : "bubble", ondblclick: () => onReply(message) });
  if (here.type !== "private" && !own && isFirst) {
    const colour = COLOURS[Math.abs(message.sender_chat?.id ?? message.from?.id ?? 0) % COLOURS.length];
    inside.append(element("div", { class: "sender", style: `--sender: ${colour}` }, senderName(message)));
  }
  if (message.is_topic_message) inside.append(element("div", { class: "topic" }, `# ${here.topics[message.message_thread_id] ?? ""}`));
  if (message.reply_to_message) inside.append(quote(message.reply_to_message));
  if (message.photo) inside.append(photo(message.photo.at(-1)));
  if (message.document) inside.append(file(message.document));
  const meta = element("span", { class: "meta" }, `${message.edit_date ? "edited " : ""}${clock(message.date)}`);
  const words = element("div", { class: text ? "text" : "text wordless", "data-testid": "text" });
  if (text) words.append(richText(text, message.entities ?? message.caption_entities));
  words.append(meta);
  inside.append(words);
  const reactions = here.reactions?.[message.message_id] ?? [];
  if (reactions.length) {
    inside.append(element("div", { class: "reactions" }, ...reactions.map((one) => element("span", {}, one.emoji))));
  }
  box.append(inside);
  if (keys) box.append(keyboard(message, keys));
  return box;
}

function quote(replied) {
  const jump = () => {
    const target = document.querySelector(`[data-message-id="${replied.message_id}"]`);
    target?.scrollIntoView({ block: "center", behavior: "smooth" });
    target?.classList.add("flash");
    setTimeout(() => target?.classList.remove("flash"), 1200);
  };
  return element("button", { class: "quote", type: "button", "data-testid": "quote", onclick: jump },
    element("b", {}, senderName(replied)), element("span", {}, summary(replied)));
}

function photo(size) {
  const address = `/page/file/${size.file_id}`;
  const image = element("img", { src: address, alt: "Picture", width: size.width, height: size.height });
  return element("button", { class: "photo", type: "button", "data-testid": "photo", onclick: () => enlarge(address) }, image);
}

function file(document_) {
  const kilobytes = document_.file_size / 1024;
  const size = kilobytes < 1024 ? `${kilobytes.toFixed(1)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
  return element("a", { class: "document", "data-testid": "document", href: `/page/file/${document_.file_id}`, download: document_.file_name },
    element("i", {}, "↓"), element("span", {}, element("b", {}, document_.file_name), element("small", {}, size)));
}

function keyboard(message, rows) {
  return element("div", { class: "keyboard" },
    ...rows.map((row) => element("div", {}, ...row.map((button) => key(message, button)))));
}

function key(message, button) {
  const style = ["danger", "primary", "success"].includes(button.style) ? button.style : "";
  const plain = { class: `key ${style}`, "data-testid": "inline-button", "data-style": style || undefined, type: "button" };
  const label = element("span", {}, button.text);
  if (button.url) {
    const start = deepLink(button.url);
    const mark = element("span", { class: "mark" }, "↗");
    if (start) return element("button", { ...plain, onclick: () => sendText(start) }, label, mark);
    const { type: _, ...rest } = plain;
    const safe = /^(https?|tg):/i.test(button.url) ? button.url : undefined;
    return element("a", { ...rest, href: safe, target: "_blank", rel: "noopener noreferrer" }, label, mark);
  }
  if (button.copy_text) {
    return element("button", { ...plain, onclick: () => copyText(button.copy_text.text) }, label, copyMark());
  }
  if (button.callback_data === undefined) return element("button", { ...plain, disabled: true }, label);
  const waits = [...state.waiting.values()].some((one) => one.messageId === message.message_id && one.data === button.callback_data && one.chatId === state.chatId);
  return element("button", { ...plain, class: `${plain.class} ${waits ? "waiting" : ""}`, "data-callback": button.callback_data,
    onclick: (event) => press(event.currentTarget, message, button.callback_data) }, label);
}

function copyMark() {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 12 12");
  const outline = document.createElementNS("http://www.w3.org/2000/svg", "path");
  outline.setAttribute("d", "M4 4h7v7h-7zM2.5 8H1V1h7v1.5");
  outline.setAttribute("fill", "none");
  outline.setAttribute("stroke", "currentColor");
  outline.setAttribute("stroke-width", "1.2");
  drawing.append(outline);
  return element("span", { class: "mark" }, drawing);
}

async function press(made, message, data) {
  made.classList.add("waiting");
  const chatId = state.chatId;
  try {
    const query = await control("press", { user_id: state.personId, chat_id: chatId, message_id: message.message_id, callback_data: data });
    if (state.answeredEarly?.delete(query)) made.classList.remove("waiting");
    else state.waiting.set(query, { chatId, messageId: message.message_id, data });
    setTimeout(() => { state.waiting.delete(query); made.classList.remove("waiting"); }, 20000);
  } catch (error) {
    made.classList.remove("waiting");
    toast(error.message);
  }
}
