// Slack's mrkdwn as DOM nodes. The text arrives with &amp; &lt; &gt; escaped; every piece ends in a text node.

import { dateToken } from "./dates.js";
import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";

export function unescape(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

const WORD = /[\p{L}\p{N}]/u;
const MARKS = { "*": "strong", _: "em", "~": "s" };

/** Nodes of a text; `reader` has `language`, `zone`, `now` and `names` (`user(id)`, `channel(id)`, `group(id)`). */
export function mrkdwn(text, reader) {
  return text.split(/```\n?([\s\S]*?)\n?```/).flatMap((part, index) => {
    if (index % 2)
      return [h("pre", {}, unescape(part.replace(/<((?:https?|mailto):[^>|]*)(?:\|[^>]*)?>/g, "$1")))];
    return lines(index ? part.replace(/^\n/, "") : part, reader);
  });
}

function lines(text, reader) {
  const nodes = [];
  let run = null;
  for (const [index, line] of text.split("\n").entries()) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const item = /^(?:•|-) +(.*)$/.exec(line);
    const kind = quote ? "blockquote" : item ? "ul" : null;
    if (kind && run?.kind === kind) run.rows.push((quote ?? item)[1]);
    else if (kind) nodes.push((run = { kind, rows: [(quote ?? item)[1]] }));
    else {
      if (index && !run) nodes.push(h("br"));
      nodes.push(...inline(line, reader));
      run = null;
    }
  }
  return nodes.map((node) => (node.kind ? group(node, reader) : node));
}

function group({ kind, rows }, reader) {
  if (kind === "ul")
    return h(
      "ul",
      {},
      rows.map((row) => h("li", {}, inline(row, reader))),
    );
  return h(
    "blockquote",
    {},
    rows.flatMap((row, index) => [index ? h("br") : null, ...inline(row, reader)]),
  );
}

/** Nodes of one line. */
export function inline(text, reader) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(unescape(plain));
    plain = "";
  };
  for (let at = 0; at < text.length;) {
    const found = tokenAt(text, at, reader);
    if (!found) {
      plain += text[at];
      at += 1;
      continue;
    }
    flush();
    nodes.push(found.node);
    at = found.end;
  }
  flush();
  return nodes;
}

function tokenAt(text, at, reader) {
  const sign = text[at];
  if (sign === "<") return angle(text, at, reader);
  if (sign === "`") return code(text, at);
  if (sign === ":") return shortcode(text, at);
  if (sign in MARKS) return marked(text, at, reader);
  if (sign === "h" && !WORD.test(text[at - 1] ?? "")) return bareLink(text, at);
  return null;
}

function angle(text, at, reader) {
  const end = text.indexOf(">", at);
  if (end < 0) return null;
  const node = reference(text.slice(at + 1, end), reader);
  return node && { node, end: end + 1 };
}

function code(text, at) {
  const end = text.indexOf("`", at + 1);
  return end > at + 1 ? { node: h("code", {}, unescape(text.slice(at + 1, end))), end: end + 1 } : null;
}

function shortcode(text, at) {
  const match = /^:([a-z0-9_+-]+):/.exec(text.slice(at, at + 60));
  const sign = match && emoji(match[1]);
  return sign
    ? { node: h("span", { class: "emoji", title: match[0] }, sign), end: at + match[0].length }
    : null;
}

// As in Slack, a mark opens only at a word's edge and closes only at one: 2*3*4 and snake_case_name stay as they are.
function marked(text, at, reader) {
  const sign = text[at];
  const opens = !WORD.test(text[at - 1] ?? "") && text[at + 1] !== undefined && !/[\s*_~]/.test(text[at + 1]);
  if (!opens) return null;
  for (let end = text.indexOf(sign, at + 2); end > 0; end = text.indexOf(sign, end + 1)) {
    if (/\s/.test(text[end - 1]) || WORD.test(text[end + 1] ?? "")) continue;
    return { node: h(MARKS[sign], {}, inline(text.slice(at + 1, end), reader)), end: end + 1 };
  }
  return null;
}

function bareLink(text, at) {
  const match =
    /^https?:\/\/[^\s<>|\u3000-\u303f\uff00-\uffef]*[^\s<>|\u3000-\u303f\uff00-\uffef.,;:!?)]/.exec(
      text.slice(at),
    );
  return match && { node: link(unescape(match[0])), end: at + match[0].length };
}

/** What stands between `<` and `>`: a mention, a date, or a link. */
function reference(body, reader) {
  const [target, label] = split(body);
  const shown = label && unescape(label);
  if (target[0] === "@")
    return mention(
      "user",
      `@${reader.names.user(target.slice(1)) ?? shown ?? target.slice(1)}`,
      target.slice(1),
      reader,
    );
  if (target[0] === "#")
    return mention(
      "channel",
      `#${reader.names.channel(target.slice(1)) ?? shown ?? target.slice(1)}`,
      target.slice(1),
      reader,
    );
  if (target.startsWith("!subteam^")) {
    const id = target.slice(9);
    return mention("group", `@${reader.names.group(id) ?? shown?.replace(/^@/, "") ?? id}`, id, reader);
  }
  if (target.startsWith("!date^")) return dateNode(target, shown, reader);
  if (/^!(here|channel|everyone)$/.test(target))
    return mention("broadcast", `@${target.slice(1)}`, target, reader);
  if (/^(https?:|mailto:)/.test(target))
    return link(unescape(target), shown ?? unescape(target).replace(/^mailto:/, ""));
  return null;
}

function split(body) {
  const bar = body.indexOf("|");
  return bar < 0 ? [body, null] : [body.slice(0, bar), body.slice(bar + 1)];
}

/** A mention; one's own stands out. A channel's opens it. */
export function mention(kind, text, id, reader) {
  const own = kind === "broadcast" || id === reader.me || reader.names.mine?.(id);
  const attributes = { class: `mention mention-${kind}${own ? " mention-own" : ""}` };
  if (kind === "channel" && /^[CD]/.test(id))
    return h("a", { ...attributes, href: `#channel=${encodeURIComponent(id)}` }, text);
  return h("span", attributes, text);
}

function dateNode(target, fallback, reader) {
  const [, seconds, format, address] = target.split("^");
  const shown = dateToken(Number(seconds), unescape(format ?? ""), reader) ?? fallback ?? "";
  const node = h("time", { title: fallback ?? "" }, shown);
  return address ? link(unescape(address), node) : node;
}
