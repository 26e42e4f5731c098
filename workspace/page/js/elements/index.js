// The element of a block, by its type.

import { h, safeUrl } from "../dom.js";
import { plainText, richNodes } from "../text.js";
import { button, overflow } from "./buttons.js";
import { choices, textField } from "./fields.js";
import { picker } from "./pickers.js";
import { select } from "./select.js";

const KINDS = {
  button,
  overflow,
  radio_buttons: choices,
  checkboxes: choices,
  datepicker: picker,
  timepicker: picker,
  datetimepicker: picker,
  plain_text_input: textField,
  email_text_input: textField,
  url_text_input: textField,
  number_input: textField,
  rich_text_input: textField,
};

for (const source of ["static", "external", "users", "conversations", "channels"]) {
  KINDS[`${source}_select`] = select;
  KINDS[`multi_${source}_select`] = select;
}

/** An interactive element; `port(element)` of surface.js says what it holds and where its changes go. */
export function renderElement(element, port) {
  if (element.type === "image") return image(element, "element-image");
  if (element.type === "mrkdwn" || element.type === "plain_text")
    return h("span", { class: "element-text" }, richNodes(element, port(element).reader));
  const kind = KINDS[element.type];
  return kind ? kind(element, port(element)) : h("span", { class: "unknown" }, element.type);
}

export function image(element, className) {
  const source = safeUrl(element.image_url ?? element.slack_file?.url ?? "");
  return source
    ? h("img", {
        src: source,
        alt: element.alt_text ?? "",
        class: className,
        title: plainText(element.title) || null,
        loading: "lazy",
      })
    : h("span", { class: "unknown" }, element.alt_text ?? "");
}
