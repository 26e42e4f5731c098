// rich_text blocks as DOM nodes.

import { dateToken } from "./dates.js";
import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { mention } from "./mrkdwn.js";

export function richText(block, reader) {
  return h(
    "div",
    { class: "rich-text" },
    block.elements.map((part) => PARTS[part.type]?.(part, reader)),
  );
}

const PARTS = {
  rich_text_section: (part, reader) => h("div", {}, pieces(part, reader)),
  rich_text_quote: (part, reader) => h("blockquote", {}, pieces(part, reader)),
  rich_text_preformatted: (part, reader) => h("pre", {}, pieces(part, reader)),
  rich_text_list: (part, reader) =>
    h(
      part.style === "ordered" ? "ol" : "ul",
      {
        class: part.indent ? `indent-${Math.min(part.indent, 4)}` : null,
        start: part.offset ? part.offset + 1 : null,
      },
      part.elements.map((item) => h("li", {}, pieces(item, reader))),
    ),
};

function pieces(part, reader) {
  return part.elements.map((piece) => PIECES[piece.type]?.(piece, reader) ?? piece.text ?? "");
}

const STYLES = { code: "code", strike: "s", italic: "em", bold: "strong" };

function styled(style, node) {
  return Object.entries(STYLES).reduce(
    (inner, [name, tag]) => (style?.[name] ? h(tag, {}, inner) : inner),
    node,
  );
}

const PIECES = {
  text: (piece) => styled(piece.style, piece.text),
  link: (piece) => styled(piece.style, link(piece.url, piece.text ?? piece.url)),
  emoji: (piece) => emoji(piece.name) ?? `:${piece.name}:`,
  user: (piece, reader) =>
    mention("user", `@${reader.names.user(piece.user_id) ?? piece.user_id}`, piece.user_id, reader),
  channel: (piece, reader) =>
    mention(
      "channel",
      `#${reader.names.channel(piece.channel_id) ?? piece.channel_id}`,
      piece.channel_id,
      reader,
    ),
  usergroup: (piece, reader) =>
    mention(
      "group",
      `@${reader.names.group(piece.usergroup_id) ?? piece.usergroup_id}`,
      piece.usergroup_id,
      reader,
    ),
  broadcast: (piece, reader) => mention("broadcast", `@${piece.range}`, piece.range, reader),
  date: (piece, reader) =>
    h("time", {}, dateToken(piece.timestamp, piece.format, reader) ?? piece.fallback ?? ""),
};
