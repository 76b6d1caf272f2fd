// People, their chats, and the messages on offer.

import { chat, chatTitle, chatsOf, element, sendText, state, summary } from "./state.js";
import { toast } from "./notices.js";

const $ = (id) => document.getElementById(id);
let offersShown = "";
let groupShown = null;

export function avatar(one, made = element("div", { "aria-hidden": true })) {
  const title = chatTitle(one);
  made.className = `avatar ${one.type === "private" ? "" : one.type === "channel" ? "channel" : "group"}`;
  made.textContent = title.split(/\s+/).map((word) => [...word][0] ?? "").join("").slice(0, 2).toUpperCase();
  return made;
}

export function drawSide(choosePerson, chooseChat) {
  $("people").replaceChildren(...state.people.map((one) =>
    element("button", { class: "person", type: "button", "data-testid": "person", "data-person-id": one.id,
      "aria-pressed": String(one.id === state.personId), onclick: () => choosePerson(one.id) },
    one.first_name, " ", element("small", {}, `(${one.language_code})`))));
  $("chats").replaceChildren(...chatsOf(state.personId).map((one) => {
    const last = one.messages.at(-1);
    const unread = state.unread.get(`${state.personId}:${one.id}`) || 0;
    return element("button", { class: "chat-link", type: "button", "data-testid": "chat", "data-chat-id": one.id,
      "aria-current": String(one.id === state.chatId), onclick: () => chooseChat(one.id) },
    avatar(one), element("b", {}, chatTitle(one)), unread ? element("span", { class: "badge" }, String(unread)) : null,
    element("span", { class: "last" }, last ? summary(last) : "No messages yet"));
  }));
}

export async function refreshOffers() {
  let offers = [];
  try {
    offers = await (await fetch("/page/offers")).json();
  } catch {
    return;
  }
  const shape = JSON.stringify(offers);
  if (shape === offersShown) return;
  offersShown = shape;
  $("offers-box").hidden = offers.length === 0;
  drawOffers(offers);
}

// One group at a time: on a phone the whole would be a long way to swipe.
function drawOffers(offers) {
  const groups = [...new Set(offers.map((offer) => offer.group || ""))];
  if (!groups.includes(groupShown)) groupShown = groups[0];
  $("offer-groups").hidden = groups.length < 2;
  $("offer-groups").replaceChildren(...groups.map((group) =>
    element("button", { class: "person", type: "button", "data-testid": "offer-group",
      "aria-pressed": String(group === groupShown), onclick: () => { groupShown = group; drawOffers(offers); } }, group)));
  $("offers").replaceChildren(...offers.filter((offer) => (offer.group || "") === groupShown).map((offer) =>
    element("button", { class: "offer", type: "button", "data-testid": "offer", title: offer.text,
      onclick: () => chat() && sendText(offer.text).catch((error) => toast(error.message)) },
    element("b", {}, offer.title), element("span", {}, offer.text.replace(/^https?:\/\/(www\.)?/, "")))));
}
