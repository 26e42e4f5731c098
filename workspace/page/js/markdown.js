// The `markdown` block: the subset of Markdown that Slack shows, as DOM nodes.

import { h, link } from "./dom.js";
import { withEmoji } from "./emoji.js";

export function markdown(text) {
  const rows = text.split("\n");
  const nodes = [];
  for (let at = 0; at < rows.length;) {
    const reading = BLOCKS.map((read) => read(rows, at)).find(Boolean);
    if (reading.node) nodes.push(reading.node);
    at = reading.end;
  }
  return h("div", { class: "markdown" }, nodes);
}

const BLOCKS = [blank, fence, heading, rule, table, quote, list, paragraph];

function blank(rows, at) {
  return rows[at].trim() ? null : { end: at + 1 };
}

function fence(rows, at) {
  if (!rows[at].startsWith("```")) return null;
  let end = at + 1;
  while (end < rows.length && !rows[end].startsWith("```")) end += 1;
  return { node: h("pre", {}, rows.slice(at + 1, end).join("\n")), end: end + 1 };
}

function heading(rows, at) {
  const match = /^(#{1,6})\s+(.*)$/.exec(rows[at]);
  return match && { node: h(`h${Math.min(match[1].length + 2, 6)}`, {}, spans(match[2])), end: at + 1 };
}

function rule(rows, at) {
  return /^\s*(-{3,}|\*{3,}|_{3,})\s*$/.test(rows[at]) ? { node: h("hr"), end: at + 1 } : null;
}

function table(rows, at) {
  if (!rows[at].includes("|") || !/^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(rows[at + 1] ?? ""))
    return null;
  const cells = (row) =>
    row
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => cell.trim());
  let end = at + 2;
  while (end < rows.length && rows[end].includes("|")) end += 1;
  const body = rows.slice(at + 2, end).map((row) =>
    h(
      "tr",
      {},
      cells(row).map((cell) => h("td", {}, spans(cell))),
    ),
  );
  const head = h(
    "tr",
    {},
    cells(rows[at]).map((cell) => h("th", {}, spans(cell))),
  );
  return { node: h("table", {}, h("thead", {}, head), h("tbody", {}, body)), end };
}

function quote(rows, at) {
  if (!rows[at].startsWith(">")) return null;
  let end = at;
  while (end < rows.length && rows[end].startsWith(">")) end += 1;
  return {
    node: h("blockquote", {}, broken(rows.slice(at, end).map((row) => row.replace(/^> ?/, "")))),
    end,
  };
}

const ITEM = /^(\s*)(?:([-*+])|(\d+)\.)\s+(.*)$/;

function list(rows, at) {
  const first = ITEM.exec(rows[at]);
  if (!first) return null;
  const items = [];
  let end = at;
  for (let match = first; match; match = ITEM.exec(rows[end] ?? "")) {
    items.push(h("li", { class: match[1].length > 1 ? "indent-1" : null }, spans(match[4])));
    end += 1;
  }
  return { node: h(first[3] ? "ol" : "ul", { start: first[3] }, items), end };
}

function paragraph(rows, at) {
  let end = at + 1;
  while (end < rows.length && BLOCKS.slice(0, -1).every((read) => !read(rows, end))) end += 1;
  return { node: h("p", {}, broken(rows.slice(at, end))), end };
}

function broken(rows) {
  return rows.flatMap((row, index) => [index ? h("br") : null, ...spans(row)]);
}

const SPAN =
  /(`[^`]+`)|\*\*(.+?)\*\*|~~(.+?)~~|(?<![\p{L}\p{N}*])\*([^*\s](?:[^*]*[^*\s])?)\*|(?<![\p{L}\p{N}])_([^_]+)_(?![\p{L}\p{N}])|\[([^\]]+)\]\(([^)\s]+)\)/u;

function spans(text) {
  const nodes = [];
  for (let rest = text; rest;) {
    const match = SPAN.exec(rest);
    nodes.push(withEmoji(match ? rest.slice(0, match.index) : rest));
    if (!match) break;
    nodes.push(span(match));
    rest = rest.slice(match.index + match[0].length);
  }
  return nodes;
}

function span([, code, bold, strike, italic, italicToo, label, address]) {
  if (code) return h("code", {}, code.slice(1, -1));
  if (bold) return h("strong", {}, spans(bold));
  if (strike) return h("s", {}, spans(strike));
  if (label) return link(address, spans(label));
  return h("em", {}, spans(italic ?? italicToo));
}
