// What a person types or ticks: text inputs, checkboxes, radio buttons.

import { freshId, h } from "../dom.js";
import { entryOf, held } from "../entries.js";
import { richNodes } from "../text.js";

const INPUTS = {
  plain_text_input: "text",
  email_text_input: "email",
  url_text_input: "url",
  number_input: "text",
  rich_text_input: "text",
};

export function textField(element, port) {
  const attributes = {
    class: "field",
    placeholder: element.placeholder?.text,
    "aria-label": port.label,
    autocomplete: "off",
    value: held(element.type, port.current()) ?? "",
    maxlength: element.max_length,
    inputmode: element.type === "number_input" ? (element.is_decimal_allowed ? "decimal" : "numeric") : null,
    autofocus: element.focus_on_load,
  };
  const long = element.multiline || element.type === "rich_text_input";
  const field = long
    ? h("textarea", { ...attributes, rows: 4 })
    : h("input", { ...attributes, type: INPUTS[element.type] });
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const entry = () => entryOf(element.type, field.value || null);
  field.addEventListener("input", () =>
    port.set(entry(), { dispatch: triggers.includes("on_character_entered") }),
  );
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || (long && !event.metaKey && !event.ctrlKey)) return;
    if (triggers.includes("on_enter_pressed")) port.set(entry(), { dispatch: true });
  });
  return field;
}

export function choices(element, port) {
  const single = element.type === "radio_buttons";
  const group = freshId("choice");
  const chosen = new Set([held(element.type, port.current()) ?? []].flat().map((option) => option.value));
  const rows = element.options.map((option) => {
    const box = h("input", { type: single ? "radio" : "checkbox", name: group });
    box.checked = chosen.has(option.value);
    return { option, box };
  });
  const change = () => {
    const picked = rows.filter(({ box }) => box.checked).map(({ option }) => option);
    port.set(entryOf(element.type, single ? (picked[0] ?? null) : picked));
  };
  return h(
    "div",
    { class: "choices", role: single ? "radiogroup" : "group", "aria-label": port.label, onchange: change },
    rows.map(({ option, box }) =>
      h(
        "label",
        { class: "choice" },
        box,
        h(
          "span",
          {},
          richNodes(option.text, port.reader),
          option.description ? h("small", {}, richNodes(option.description, port.reader)) : null,
        ),
      ),
    ),
  );
}
