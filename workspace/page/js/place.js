// Who acts and where they look, kept in the address, so that a link opens it: #as=U…&channel=C…[&tab=home][&thread=TS][&ts=TS]

import { myChannels, person, store } from "./store.js";

const LAST_PERSON = "xieban.person";

/** The place that the address names; what it leaves out is chosen sensibly. Answers `{me, channel, tab, threadTs, focusTs}`. */
export function placeFromAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const me =
    person(asked.get("as")) ??
    store.me ??
    person(localStorage.getItem(LAST_PERSON)) ??
    store.state.people.find((one) => !one.is_bot);
  localStorage.setItem(LAST_PERSON, me.id);
  return {
    me,
    channel: asked.get("channel"),
    tab: asked.get("tab") === "home" ? "home" : "messages",
    threadTs: asked.get("thread"),
    focusTs: asked.get("ts"),
  };
}

/** Changes some of the place: `{as, channel, tab, thread}`. Another channel drops the thread, another person all of it. */
export function go(change) {
  const now = { as: store.me.id, channel: store.channel, tab: store.tab, thread: store.threadTs };
  if (change.as && change.as !== now.as) Object.assign(now, { channel: null, tab: "messages", thread: null });
  if (change.channel && change.channel !== now.channel) Object.assign(now, { tab: "messages", thread: null });
  const next = { ...now, ...change };
  if (next.tab !== "home") delete next.tab;
  const given = Object.entries(next).filter(([, value]) => value);
  location.hash = new URLSearchParams(given).toString();
}

/** The channel that somebody looks at first: their team's, or what the app told them where that is still empty. */
export function firstChannel() {
  const team = myChannels()[0] ?? store.state.channels[0];
  const direct = store.dms.find((one) => one.id === store.me.dm);
  return !team.last_ts && direct?.last_ts ? direct.id : team.id;
}
