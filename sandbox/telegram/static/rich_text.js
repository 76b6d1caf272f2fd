// Text with entities as DOM nodes. Nothing is ever parsed as HTML, so nothing can be injected.

import { element, language, sendText, state } from "./state.js";
import { copyText } from "./notices.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const PLAIN = { bold: "b", italic: "i", underline: "u", strikethrough: "s" };

export function richText(text, entities = []) {
  const box = document.createDocumentFragment();
  fill(box, text, 0, text.length, entities);
  return box;
}

function fill(box, text, start, end, entities) {
  let at = start;
  let afterBlock = false;
  const write = (to) => {
    let part = text.slice(at, to);
    if (afterBlock && part.startsWith("\n")) part = part.slice(1);
    if (part) box.append(part);
    at = to;
  };
  entities.forEach((entity, index) => {
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (to <= from) return;
    const isBlock = BLOCKS.has(entity.type);
    if (from > at) {
      write(from);
      afterBlock = false;
    }
    const last = box.lastChild;
    if (isBlock && last?.nodeType === Node.TEXT_NODE && last.data.endsWith("\n")) last.data = last.data.slice(0, -1);
    const [outer, inner] = wrapper(entity, text.slice(from, to));
    const within = entities.slice(index + 1).filter((one) => one.offset < to && one.offset + one.length > from);
    fill(inner, text, from, to, within);
    box.append(outer);
    at = to;
    afterBlock = isBlock;
  });
  if (at < end) write(end);
}

function wrapper(entity, covered) {
  const one = (made) => [made, made];
  switch (entity.type) {
    case "bold": case "italic": case "underline": case "strikethrough":
      return one(element(PLAIN[entity.type]));
    case "code":
      return one(element("code", { title: "Copy", onclick: () => copyText(covered) }));
    case "pre":
      return one(element("pre", { "data-language": entity.language, title: "Copy", onclick: () => copyText(covered) }));
    case "spoiler":
      return one(element("span", { class: "spoiler", onclick: (event) => event.currentTarget.classList.add("seen") }));
    case "blockquote":
      return one(element("blockquote"));
    case "expandable_blockquote":
      return foldingQuote();
    case "text_link":
      return one(link(entity.url));
    case "url":
      return one(link(/^https?:/i.test(covered) ? covered : `http://${covered}`));
    case "bot_command":
      return one(element("a", { role: "button", tabindex: 0, onclick: () => sendText(covered) }));
    case "mention": case "hashtag": case "email": case "text_mention":
      return one(element("a"));
    case "date_time":
      return dateTime(entity);
    default:
      return one(element("span"));
  }
}

function foldingQuote() {
  const inside = element("div", { class: "inside" });
  const quote = element("blockquote", { class: "folding folded", "data-testid": "fold", role: "button", tabindex: 0 }, inside);
  quote.addEventListener("click", (event) => {
    if (event.target.closest("a, code, .spoiler:not(.seen)")) return;
    if (quote.classList.contains("long")) quote.classList.toggle("folded");
  });
  requestAnimationFrame(() => {
    quote.classList.toggle("long", inside.scrollHeight > inside.clientHeight + 2 || inside.scrollHeight > 90);
  });
  return [quote, inside];
}

function link(url) {
  const start = deepLink(url);
  if (start) return element("a", { role: "button", tabindex: 0, onclick: () => sendText(start) });
  const safe = /^(https?|tg|mailto):/i.test(url) ? url : undefined;
  return element("a", { href: safe, target: "_blank", rel: "noopener noreferrer", title: safe });
}

export function deepLink(url) {
  const found = /^https?:\/\/t\.me\/(\w+)\?start=([\w-]+)$/i.exec(url) || /^tg:\/\/resolve\?domain=(\w+)&start=([\w-]+)$/i.exec(url);
  return found && found[1].toLowerCase() === (state.bot.username || "").toLowerCase() ? `/start ${found[2]}` : null;
}

function dateTime(entity) {
  const moment = new Date(entity.unix_time * 1000);
  const format = entity.date_time_format || "";
  const made = element("time", { datetime: moment.toISOString(), title: moment.toLocaleString(language()) });
  if (!format) return [made, made];
  made.append(format === "r" ? relative(moment) : absolute(moment, format));
  return [made, element("span")];
}

function absolute(moment, format) {
  const options = {};
  if (format.includes("w")) options.weekday = "long";
  if (format.includes("d")) options.dateStyle = "short";
  if (format.includes("D")) options.dateStyle = "long";
  if (format.includes("t")) options.timeStyle = "short";
  if (format.includes("T")) options.timeStyle = "medium";
  const { weekday, ...styles } = options;
  const parts = [];
  if (weekday) parts.push(moment.toLocaleDateString(language(), { weekday }));
  if (Object.keys(styles).length) parts.push(new Intl.DateTimeFormat(language(), styles).format(moment));
  return parts.join(", ");
}

function relative(moment) {
  const seconds = (moment - Date.now()) / 1000;
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) || units[3];
  return new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(Math.round(seconds / size), unit);
}
