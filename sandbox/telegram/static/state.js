// What the page knows, and what the person is looking at.

export const state = {
  bot: {}, polled: true, people: [], chats: [],
  personId: 0, chatId: 0, replyTo: null,
  unread: new Map(), waiting: new Map(), busy: new Map(),
};

export const person = () => state.people.find((one) => one.id === state.personId);
export const language = () => person()?.language_code || undefined;
export const chat = (id = state.chatId) => state.chats.find((one) => one.id === id);
export const chatsOf = (personId) => state.chats.filter((one) => one.members.includes(personId));
export const isBot = (message) => message.from?.id === state.bot.id;
export const isOwn = (message) => message.from?.id === state.personId;
export const botName = () => person()?.bot_name || state.bot.first_name || "";
export const chatTitle = (one) => (one.type === "private" ? botName() : one.title);

export function senderName(message) {
  if (message.sender_chat) return message.sender_chat.title;
  return isBot(message) ? botName() : message.from?.first_name || "";
}

export function summary(message) {
  if (message.text || message.caption) return (message.text || message.caption).replace(/\s+/g, " ").slice(0, 120);
  if (message.photo) return "Photo";
  if (message.document) return message.document.file_name;
  return "Message";
}

export async function control(action, body) {
  const answer = await fetch(`/control/${action}`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error);
  return told.result;
}

function threadOf(replyTo) {
  const here = chat();
  return here?.is_forum && replyTo ? here.messages.find((one) => one.message_id === replyTo)?.message_thread_id : null;
}

export function sendText(text) {
  const replyTo = state.replyTo;
  state.replyTo = null;
  const thread = threadOf(replyTo);
  return control("send_text", { user_id: state.personId, chat_id: state.chatId, text, reply_to: replyTo, thread });
}

export async function sendDocument(file, caption) {
  const replyTo = state.replyTo;
  state.replyTo = null;
  const thread = threadOf(replyTo);
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return control("send_document", {
    user_id: state.personId, chat_id: state.chatId, name: file.name, content: btoa(binary), caption, reply_to: replyTo, thread,
  });
}

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}
