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

function follow() {
  const stream = new EventSource(main.dataset.stream);
  stream.addEventListener("parts", (event) => {
    away.hidden = true;
    show(true);
    put(JSON.parse(event.data));
  });
  stream.addEventListener("away", () => { away.hidden = false; show(false); });
  stream.addEventListener("gone", () => { stream.close(); show(false); });
  stream.onerror = () => show(false);
  return stream;
}

if (main && pulse && away) {
  let stream = document.hidden ? null : follow();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && stream) { stream.close(); stream = null; } else if (!document.hidden && !stream) { stream = follow(); }
  });
}
