// Block Kit as cards. `host` comes from surface.js.

import { freshId, h } from "./dom.js";
import { image, renderElement } from "./elements/index.js";
import { markdown } from "./markdown.js";
import { plainText, richNodes } from "./text.js";
import { richText } from "./richtext.js";

export function renderBlocks(blocks, host) {
  return h(
    "div",
    { class: "blocks" },
    blocks.map((block) => renderBlock(block, host)),
  );
}

export function renderBlock(block, host) {
  const node = (BLOCKS[block.type] ?? unknown)(block, host);
  node.dataset.block = block.block_id ?? "";
  return node;
}

const BLOCKS = {
  header: (block) => h("h3", { class: "block-header" }, plainText(block.text)),
  divider: () => h("hr", { class: "block-divider" }),
  section,
  context: (block, host) =>
    h(
      "div",
      { class: "block-context" },
      block.elements.map((element) => renderElement(element, host.port(block))),
    ),
  actions: (block, host) =>
    h(
      "div",
      { class: "block-actions" },
      block.elements.map((element) => renderElement(element, host.port(block))),
    ),
  image: (block) =>
    h(
      "figure",
      { class: "block-image" },
      block.title ? h("figcaption", {}, plainText(block.title)) : null,
      image(block, ""),
    ),
  rich_text: (block, host) => richText(block, host.reader),
  markdown: (block) => markdown(block.text),
  table,
  input,
};

function unknown(block) {
  return h("div", { class: "unknown" }, block.type);
}

function section(block, host) {
  const text = block.text ? h("div", { class: "section-text" }, richNodes(block.text, host.reader)) : null;
  const fields = block.fields
    ? h(
        "div",
        { class: "section-fields" },
        block.fields.map((field) => h("div", {}, richNodes(field, host.reader))),
      )
    : null;
  const accessory = block.accessory
    ? h("div", { class: "section-accessory" }, renderElement(block.accessory, host.port(block)))
    : null;
  return h("div", { class: "block-section" }, h("div", { class: "section-body" }, text, fields), accessory);
}

function table(block, host) {
  const settings = block.column_settings ?? [];
  const cell = (tag, piece, column) => {
    const setting = settings[column] ?? {};
    const style = [setting.align ? `align-${setting.align}` : null, setting.is_wrapped ? null : "nowrap"]
      .filter(Boolean)
      .join(" ");
    return h(tag, { class: style || null }, cellContent(piece, host));
  };
  const [first = [], ...rest] = block.rows;
  return h(
    "div",
    { class: "block-table" },
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          first.map((piece, column) => cell("th", piece, column)),
        ),
      ),
      h(
        "tbody",
        {},
        rest.map((row) =>
          h(
            "tr",
            {},
            row.map((piece, column) => cell("td", piece, column)),
          ),
        ),
      ),
    ),
  );
}

function cellContent(piece, host) {
  if (piece.type === "rich_text") return richText(piece, host.reader);
  return String(piece.text ?? piece.value ?? "");
}

function input(block, host) {
  const port = host.port(block);
  const labelId = freshId("label");
  const errorId = freshId("error");
  const control = renderElement(block.element, port);
  const error = host.errors[block.block_id];
  const node = h(
    "div",
    { class: `block-input${error ? " has-error" : ""}` },
    h(
      "div",
      { class: "input-label", id: labelId },
      plainText(block.label),
      block.optional ? h("small", {}, host.say("optional")) : null,
    ),
    control,
    error ? h("div", { class: "input-error", id: errorId, role: "alert" }, error) : null,
    block.hint ? h("div", { class: "input-hint" }, richNodes(block.hint, host.reader)) : null,
  );
  const field = control.matches(".picker") ? control.querySelector("input") : control;
  field.setAttribute("aria-labelledby", labelId);
  if (error) field.setAttribute("aria-describedby", errorId);
  return node;
}
