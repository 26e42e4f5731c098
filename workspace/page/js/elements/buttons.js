// Buttons (also with a link) and overflow menus.

import { h, safeUrl } from "../dom.js";
import { entryOf } from "../entries.js";
import { openMenu } from "../popup.js";
import { plainText } from "../text.js";

export function button(element, port) {
  const node = h(
    "button",
    {
      type: "button",
      class: `button ${element.style ?? ""}`,
      "aria-label": element.accessibility_label,
      dataset: { action: element.action_id ?? "" },
    },
    plainText(element.text),
  );
  node.addEventListener("click", async () => {
    const href = element.url && safeUrl(element.url);
    if (href) window.open(href, "_blank", "noopener");
    node.classList.add("busy");
    await port.press();
    node.classList.remove("busy");
  });
  return node;
}

export function overflow(element, port) {
  const node = h(
    "button",
    { type: "button", class: "button icon-button", "aria-haspopup": "menu", "aria-label": port.say("more") },
    "⋯",
  );
  const run = (option) => () => {
    const href = option.url && safeUrl(option.url);
    if (href) window.open(href, "_blank", "noopener");
    return port.set(entryOf("overflow", option));
  };
  node.addEventListener("click", () =>
    openMenu(
      node,
      element.options.map((option) => ({
        label: plainText(option.text),
        hint: option.description?.text,
        run: run(option),
      })),
      { align: "end" },
    ),
  );
  return node;
}
