// Confirm dialogs of elements, and toasts.

import { h } from "./dom.js";
import { richNodes } from "./text.js";

/** Asks what an element's `confirm` says; answers whether the person confirmed. Nothing to ask: true. */
export function confirmed(confirm, reader, say) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "confirm", "aria-label": confirm.title?.text ?? "" });
    const done = (answer) => () => {
      dialog.remove();
      resolve(answer);
    };
    const style = confirm.style === "danger" ? "danger" : "primary";
    dialog.append(
      h("h2", {}, confirm.title?.text ?? ""),
      h("div", { class: "confirm-text" }, richNodes(confirm.text, reader)),
      h(
        "footer",
        {},
        h(
          "button",
          { type: "button", class: "button", onclick: done(false) },
          confirm.deny?.text ?? say("cancel"),
        ),
        h(
          "button",
          { type: "button", class: `button ${style}`, onclick: done(true) },
          confirm.confirm?.text ?? say("confirm"),
        ),
      ),
    );
    dialog.addEventListener("cancel", done(false));
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A short word at the bottom of the page that goes by itself. */
export function toast(text, { warning = false } = {}) {
  const note = h(
    "div",
    { class: `toast${warning ? " toast-warning" : ""}`, role: warning ? "alert" : "status" },
    text,
  );
  // Inside an open modal, so that it lies above it.
  const tray = document.querySelector("#toasts");
  (document.querySelector("dialog[open] .toast-tray") ?? tray).append(note);
  setTimeout(() => note.remove(), 6000);
}
