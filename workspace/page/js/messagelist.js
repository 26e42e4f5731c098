// A list of messages that redraws only what changed and stays at its end when it was there.

import { dayHeading, dayOf, fromTs } from "./dates.js";
import { h } from "./dom.js";
import { renderMessage } from "./message.js";
import { reader, store } from "./store.js";

const COMPACT_WITHIN_S = 300;
const NEAR_END_PX = 120;

/** Answers `update(messages)`; `options` go to renderMessage. */
export function messageList(container, options) {
  let drawn = new Map();
  return (messages, { toEnd = false } = {}) => {
    const atEnd =
      toEnd || container.scrollHeight - container.scrollTop - container.clientHeight < NEAR_END_PX;
    const next = new Map();
    for (const piece of pieces(messages, options)) {
      const known = drawn.get(piece.key);
      next.set(
        piece.key,
        known?.signature === piece.signature ? known : { signature: piece.signature, node: piece.draw() },
      );
    }
    drawn = next;
    place(
      container,
      [...drawn.values()].map(({ node }) => node),
    );
    if (atEnd) container.scrollTop = container.scrollHeight;
  };
}

// Nodes that stay are not touched, so that what somebody does in them goes on.
function place(container, nodes) {
  const wanted = new Set(nodes);
  for (const node of [...container.childNodes]) if (!wanted.has(node)) node.remove();
  let at = container.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else container.insertBefore(node, at);
  }
}

function pieces(messages, options) {
  const who = reader();
  const seen = [];
  let previous = null;
  for (const message of messages) {
    const at = fromTs(message.ts);
    const day = dayOf(at, who.zone);
    const newDay = !previous || dayOf(fromTs(previous.ts), who.zone) !== day;
    if (newDay) seen.push(dayRule(day, at, who));
    const compact = !newDay && follows(message, previous);
    seen.push({
      key: message.ts,
      signature: signatureOf(message, compact, who),
      draw: () => renderMessage(message, { ...options, compact }),
    });
    previous = message;
  }
  return seen;
}

// Language and the day that "today" means decide how the same message reads; with {ago} the minute does.
function signatureOf(message, compact, who) {
  const text = JSON.stringify([message, compact, who.language, who.me, dayOf(who.now, who.zone)]);
  return text.includes("{ago}") ? text + store.state.now : text;
}

function follows(message, previous) {
  return (
    previous.user === message.user &&
    !previous.ephemeral &&
    !message.ephemeral &&
    !message.blocks?.length &&
    Number(message.ts) - Number(previous.ts) < COMPACT_WITHIN_S
  );
}

function dayRule(day, at, who) {
  const heading = dayHeading(at, who);
  return {
    key: `day ${day}`,
    signature: heading,
    draw: () => h("div", { class: "day-rule" }, h("span", {}, heading)),
  };
}
