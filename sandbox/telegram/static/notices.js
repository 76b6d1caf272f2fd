// Toasts, alerts, the picture viewer and the clipboard.

const $ = (id) => document.getElementById(id);
let toastTimer = 0;

export function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, 3200);
}

export function alertBox(text) {
  $("alert-text").textContent = text;
  if (!$("alert").open) $("alert").showModal();
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied to clipboard");
  } catch {
    toast(`Copy: ${text}`);
  }
}

export function enlarge(address) {
  $("viewer-image").src = address;
  $("viewer").showModal();
}

$("viewer").addEventListener("click", () => $("viewer").close());
