// The text box, the command menu, replies and the reply keyboard.

import { chat, element, isBot, person, sendDocument, sendText, senderName, state, summary } from "./state.js";
import { toast } from "./notices.js";

const $ = (id) => document.getElementById(id);

export function send(text) {
  const written = text.trim();
  if (!written) return;
  sendText(written).catch((error) => toast(error.message));
  drawReply();
}

export function drawReply() {
  const target = chat()?.messages.find((one) => one.message_id === state.replyTo);
  $("reply-bar").hidden = !target;
  if (target) $("reply-text").replaceChildren(element("b", {}, `Reply to ${senderName(target)}`), summary(target));
}

export function drawMarkup() {
  const last = chat()?.messages.findLast((one) => isBot(one) && one.reply_markup);
  const rows = last?.reply_markup?.keyboard ?? [];
  $("reply-keyboard").hidden = rows.length === 0;
  $("reply-keyboard").replaceChildren(...rows.map((row) => element("div", {}, ...row.map((button) =>
    element("button", { type: "button", "data-testid": "reply-button", onclick: () => send(button.text ?? button) }, button.text ?? button)))));
}

export function noticeForcedReply(message) {
  if (!message.reply_markup?.force_reply) return;
  if (message.reply_markup.selective && message.reply_to_message?.from?.id !== state.personId) return;
  state.replyTo = message.message_id;
  $("input").placeholder = message.reply_markup.input_field_placeholder || "Message";
  drawReply();
  $("input").focus();
}

function drawCommands(filter = "") {
  const commands = (chat()?.commands[state.personId] ?? []).filter((one) => one.command.startsWith(filter));
  const inGroup = chat()?.type !== "private";
  $("commands").replaceChildren(...commands.map((one) =>
    element("button", { class: "command", type: "button", "data-testid": "command", onclick: () => {
      showCommands(false);
      $("input").value = "";
      fit();
      send(`/${one.command}${inGroup ? `@${state.bot.username}` : ""}`);
    } }, element("b", {}, `/${one.command}`), element("span", {}, one.description))));
  return commands.length;
}

export function showCommands(open, filter) {
  const any = open && drawCommands(filter);
  if (open && !any && filter === undefined) toast("The bot has no commands for you here");
  $("commands").hidden = !any;
  $("menu").setAttribute("aria-expanded", String(Boolean(any)));
}

function fit() {
  $("input").style.height = "auto";
  $("input").style.height = `${Math.min($("input").scrollHeight, 160)}px`;
}

function submit() {
  send($("input").value);
  $("input").value = "";
  $("input").placeholder = "Message";
  fit();
  showCommands(false);
}

export function wireComposer() {
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  $("input").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
    if (event.key === "Escape") { showCommands(false); state.replyTo = null; drawReply(); }
  });
  $("input").addEventListener("input", () => {
    fit();
    const typed = /^\/(\w*)$/.exec($("input").value);
    showCommands(Boolean(typed), typed ? typed[1] : "");
  });
  $("attach").addEventListener("click", () => { $("file").click(); });
  $("file").addEventListener("change", () => {
    const [chosen] = $("file").files;
    if (!chosen) return;
    sendDocument(chosen, $("input").value).catch((error) => toast(error.message));
    $("file").value = "";
    $("input").value = "";
    fit();
    drawReply();
  });
  $("menu").addEventListener("click", () => { showCommands($("commands").hidden); });
  $("reply-cancel").addEventListener("click", () => { state.replyTo = null; drawReply(); });
}

export const describe = () => person()?.description || person()?.short_description || "";
