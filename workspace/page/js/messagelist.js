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
    const atEnd = toEnd || container.scrollHeight - container.scrollTop - container.clientHeight < NEAR_END_PX;
    const next = new Map();
    for (const piece of pieces(messages, options)) {
      const known = drawn.get(piece.key);
      next.set(piece.key, known?.signature === piece.signature ? known : { signature: piece.signature, node: piece.draw() });
    }
    drawn = next;
    container.replaceChildren(...[...drawn.values()].map(({ node }) => node));
    if (atEnd) container.scrollTop = container.scrollHeight;
  };
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
      // Names, language and the day that "today" means decide how the same message reads.
      signature: JSON.stringify([message, compact, who.language, who.me, dayOf(who.now, who.zone), store.threadTs === message.ts]),
      draw: () => renderMessage(message, { ...options, compact }),
    });
    previous = message;
  }
  return seen;
}

function follows(message, previous) {
  return previous.user === message.user && !previous.ephemeral && !message.ephemeral && !message.blocks?.length &&
    Number(message.ts) - Number(previous.ts) < COMPACT_WITHIN_S;
}

function dayRule(day, at, who) {
  const heading = dayHeading(at, who);
  return { key: `day ${day}`, signature: heading, draw: () => h("div", { class: "day-rule" }, h("span", {}, heading)) };
}
