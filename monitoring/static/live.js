// Brings the parts of an open page up to date. Without it a reload does the same.
"use strict";
const main = document.querySelector("[data-stream]");
const pulse = document.querySelector("[data-pulse]");
const away = document.querySelector("[data-away]");

function show(on) {
  pulse.hidden = false;
  pulse.classList.toggle("on", on);
  pulse.textContent = on ? pulse.dataset.on : pulse.dataset.off;
}

function put(parts) {
  for (const [name, html] of Object.entries(parts)) {
    const place = document.querySelector(`[data-part="${CSS.escape(name)}"]`);
    const selected = String(window.getSelection()) !== "" && window.getSelection().containsNode(place, true);
    // A part that somebody is in the middle of using stays; it comes with the next change.
    if (!place || place.contains(document.activeElement) || selected) continue;
    place.innerHTML = html;
  }
}

const AGAIN_MS = 5000;
let stream = null;
let again = null;

function follow() {
  clearTimeout(again);
  stream = new EventSource(main.dataset.stream);
  stream.addEventListener("parts", (event) => {
    away.hidden = true;
    show(true);
    put(JSON.parse(event.data));
  });
  stream.addEventListener("away", () => { away.hidden = false; show(false); });
  stream.addEventListener("gone", () => { leave(); show(false); });
  stream.onerror = () => {
    show(false);
    // An answer other than 200, a web process that restarts for one, ends a stream for good: a new one is needed.
    if (stream && stream.readyState === EventSource.CLOSED) { leave(); again = setTimeout(follow, AGAIN_MS); }
  };
}

function leave() {
  clearTimeout(again);
  if (stream) stream.close();
  stream = null;
}

if (main && pulse && away) {
  if (!document.hidden) follow();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) leave(); else if (!stream) follow();
  });
}
