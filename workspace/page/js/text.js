// Text objects of Block Kit (`plain_text`, `mrkdwn`) as nodes.

import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { mrkdwn, unescape } from "./mrkdwn.js";

export function richNodes(object, reader) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text, reader) : plainNodes(object);
}

/** Slack shows the three escapes of a plain_text as characters, and breaks its lines. */
function plainNodes({ text, emoji: coloured = true }) {
  const shown = coloured ? withEmoji(unescape(text)) : unescape(text);
  return shown.split("\n").flatMap((row, index) => [index ? h("br") : null, row]);
}

export function plainText(object) {
  return object ? withEmoji(unescape(object.text)) : "";
}
