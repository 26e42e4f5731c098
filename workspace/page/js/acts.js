// What the acting person does, and what its outcome changes on the page.

import { act, read } from "./api.js";
import { language, say, store, changed } from "./store.js";
import { merge } from "./ordering.js";

async function perform(route, body) {
  const as = store.me.id;
  const outcome = await act(route, { as, ...body }, say);
  if (outcome && as === store.me.id) takeOutcome(outcome);
  return outcome;
}

function takeOutcome(outcome) {
  if (outcome.views) showViews(outcome.views);
  const here = (outcome.messages ?? []).filter((message) => message.channel === store.channel);
  if (!here.length) return;
  store.messages = merge(
    store.messages,
    here.filter((message) => !message.thread_ts),
  );
  changed("messages");
}

/** The person's stack of modals is now this. */
export function showViews(views) {
  const top = views.at(-1);
  if (top?.id !== store.views.at(-1)?.id) store.refusals = {};
  store.views = views;
  changed("views");
}

export const runCommand = (text) => perform("command", { channel: store.channel, text });
export const post = (text, thread_ts = null) =>
  perform("post", { channel: store.channel, text, ...(thread_ts ? { thread_ts } : {}) });
export const runShortcut = (callback_id) => perform("shortcut", { callback_id });
export const runMessageShortcut = (callback_id, message) =>
  perform("message_shortcut", { callback_id, channel: message.channel, ts: message.ts });
export const react = (message, name) =>
  perform("reaction", { channel: message.channel, ts: message.ts, name });
export const closeView = (view, all = false) => perform("view/close", { view_id: view.id, all });
export const press = (container, choice) => perform("action", { ...container, ...choice });

export async function suggest(container, question) {
  const outcome = await perform("options", { ...container, ...question });
  return outcome ?? { options: [] };
}

/** Submits the visible modal; what the client refuses stands at the fields. */
export async function submit(view, values) {
  const outcome = await perform("view/submit", { view_id: view.id, values });
  const words = Object.entries(outcome?.errors ?? {}).map(([block, text]) => [
    block,
    text[language()] ?? text,
  ]);
  store.refusals = Object.fromEntries(words);
  changed("views");
}

export async function moveClock(to) {
  const answer = await act("clock", { to }, say);
  if (answer) store.state.now = answer.now;
  if (answer?.moves) store.state.moves = answer.moves;
  changed("clock");
  return answer;
}

export async function openHome() {
  const as = store.me.id;
  const [known] = await Promise.all([read("home", { as }), perform("home", { tab: "home" })]);
  if (as !== store.me.id) return;
  store.home = (await read("home", { as })).view ?? known.view;
  changed("home");
}
