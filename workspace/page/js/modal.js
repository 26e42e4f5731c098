// Modals: the visible view of the acting person's stack.

import { closeView, press, submit, suggest } from "./acts.js";
import { renderBlocks } from "./blocks.js";
import { fill, h } from "./dom.js";
import { closePopup } from "./popup.js";
import { onChange, reader, say, store } from "./store.js";
import { forgetDraft, surface, valuesOf } from "./surface.js";
import { plainText } from "./text.js";

export function mountModal() {
  const dialog = h("dialog", { class: "modal" });
  const shown = { keys: new Set(), signature: null, id: null };
  document.body.append(dialog);
  // At the key already: a browser may close a dialog on a second "cancel" whatever we say.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (store.views.length) closeView(store.views.at(-1));
  });
  onChange(["views", "me"], () => draw(dialog, shown));
}

const keyOf = (view) => `${store.me.id} ${view.id}`;

function draw(dialog, shown) {
  const view = store.views.at(-1);
  const keys = new Set(store.views.map(keyOf));
  for (const key of shown.keys) if (!keys.has(key)) forgetDraft(key);
  shown.keys = keys;
  if (!view) {
    shown.signature = null;
    if (dialog.open) closePopup();
    return dialog.close();
  }
  const signature = JSON.stringify([
    keyOf(view),
    view.hash,
    view.blocks,
    view.title,
    errorsOf(view),
    store.views.length,
  ]);
  if (signature === shown.signature) return undefined;
  const same = shown.id === view.id;
  Object.assign(shown, { signature, id: view.id });
  const keep = same ? focusIn(dialog) : null;
  closePopup();
  fill(dialog, content(view), h("div", { class: "toast-tray" }));
  dialog.setAttribute("aria-label", plainText(view.title));
  if (!dialog.open) dialog.showModal();
  return settle(dialog, keep);
}

function errorsOf(view) {
  return { ...view.errors, ...store.refusals };
}

function content(view) {
  const where = { view_id: view.id };
  const host = surface({
    key: keyOf(view),
    values: view.state?.values,
    reader: reader(),
    say,
    errors: errorsOf(view),
    act: (choice) => press(where, choice),
    suggest: (question) => suggest(where, question),
  });
  const send = async (event) => {
    event.preventDefault();
    const button = event.currentTarget.querySelector("[type=submit]");
    if (!button || button.disabled) return;
    button.disabled = true;
    await submit(view, valuesOf(view.blocks, host));
    button.disabled = false;
  };
  return h(
    "form",
    { class: "modal-form", novalidate: true, onsubmit: send },
    heading(view),
    h("div", { class: "modal-body" }, renderBlocks(view.blocks, host)),
    foot(view),
  );
}

function heading(view) {
  const back =
    store.views.length > 1
      ? h(
          "button",
          {
            type: "button",
            class: "icon-button",
            "aria-label": say("back"),
            title: say("back"),
            onclick: () => closeView(view),
          },
          "‹",
        )
      : null;
  const close = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": say("close"),
      onclick: () => closeView(view, true),
    },
    "✕",
  );
  return h("header", {}, back, h("h2", {}, plainText(view.title)), close);
}

function foot(view) {
  if (!view.submit && !view.close) return null;
  return h(
    "footer",
    {},
    h(
      "button",
      { type: "button", class: "button", onclick: () => closeView(view) },
      plainText(view.close) || say("cancel"),
    ),
    view.submit ? h("button", { type: "submit", class: "button primary" }, plainText(view.submit)) : null,
  );
}

// An update must not take the cursor from somebody who types.
function focusIn(dialog) {
  const field = document.activeElement;
  const block = field?.closest?.("[data-block]")?.dataset.block;
  const body = dialog.querySelector(".modal-body");
  return { block, tag: field?.tagName, start: field?.selectionStart ?? null, scroll: body?.scrollTop ?? 0 };
}

function settle(dialog, keep) {
  const body = dialog.querySelector(".modal-body");
  if (keep) body.scrollTop = keep.scroll;
  const error = body.querySelector(".has-error");
  const inBlock =
    keep?.block && body.querySelector(`[data-block="${CSS.escape(keep.block)}"] ${keep.tag.toLowerCase()}`);
  const first = body.querySelector("[autofocus], .field, .select, input, textarea");
  const field = error?.querySelector(".field, .select, input") ?? inBlock ?? (keep ? null : first);
  field?.focus({ preventScroll: Boolean(keep && !error) });
  if (field && field === inBlock && keep.start !== null && field.setSelectionRange)
    field.setSelectionRange(keep.start, keep.start);
  error?.scrollIntoView({ block: "nearest" });
}
