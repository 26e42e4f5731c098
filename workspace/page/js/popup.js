// One floating panel at a time, beside what opened it; above a modal when opened from one.

import { h } from "./dom.js";

let open = null;

/** Shows `content` at `anchor`; `onclose` runs once when it goes. Answers the function that closes it. */
export function openPopup(
  anchor,
  content,
  { onclose = null, align = "start", above = false, wide = false } = {},
) {
  closePopup();
  const panel = h("div", { class: `popup${wide ? " popup-wide" : ""}` }, content);
  (anchor.closest("dialog") ?? document.body).append(panel);
  open = { panel, anchor, onclose, replaced: () => place(panel, anchor, align, above) };
  open.replaced();
  new ResizeObserver(() => panel.isConnected && place(panel, anchor, align, above)).observe(panel);
  return closePopup;
}

export function closePopup() {
  if (!open) return;
  const { panel, onclose } = open;
  open = null;
  panel.remove();
  onclose?.();
}

export function popupAnchor() {
  return open?.anchor ?? null;
}

function place(panel, anchor, align, above) {
  const box = anchor.getBoundingClientRect();
  const margin = 6;
  panel.style.minWidth = `${Math.min(box.width, 420)}px`;
  const left = align === "end" ? box.right - panel.offsetWidth : box.left;
  panel.style.left = `${Math.max(8, Math.min(left, innerWidth - panel.offsetWidth - 8))}px`;
  const fitsBelow = box.bottom + margin + panel.offsetHeight <= innerHeight - 8;
  const upwards = above || (!fitsBelow && box.top > innerHeight - box.bottom);
  panel.style.maxHeight = `${Math.max(140, (upwards ? box.top : innerHeight - box.bottom) - margin - 8)}px`;
  if (upwards) Object.assign(panel.style, { top: "auto", bottom: `${innerHeight - box.top + margin}px` });
  else Object.assign(panel.style, { top: `${box.bottom + margin}px`, bottom: "auto" });
}

addEventListener("pointerdown", (event) => {
  if (open && !open.panel.contains(event.target) && !open.anchor.contains(event.target)) closePopup();
});
addEventListener("resize", closePopup);
// Before a dialog's own Escape: the first one closes the panel only.
addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !open) return;
    const { anchor } = open;
    event.preventDefault();
    event.stopPropagation();
    closePopup();
    anchor.focus?.();
  },
  true,
);

/** A menu of `{label, hint, icon, run, danger, href}` at the anchor; a second press closes it. */
export function openMenu(anchor, items, { title = null, align = "start", above = false, head = null } = {}) {
  if (popupAnchor() === anchor) return closePopup();
  const rows = items.map((item) =>
    h(
      "button",
      {
        type: "button",
        role: "menuitem",
        class: `menu-item${item.danger ? " danger" : ""}`,
        onclick: () => (closePopup(), item.run()),
      },
      item.icon ? h("span", { class: "menu-icon" }, item.icon) : null,
      h("span", { class: "menu-text" }, item.label, item.hint ? h("small", {}, item.hint) : null),
    ),
  );
  const menu = h(
    "div",
    { class: "menu", role: "menu", onkeydown: walk },
    title ? h("div", { class: "menu-title" }, title) : null,
    head,
    rows,
  );
  openPopup(anchor, menu, { align, above });
  rows[0]?.focus({ preventScroll: true });
  return undefined;
}

function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  items.at((items.indexOf(document.activeElement) + step) % items.length)?.focus();
}
