// Which channels hold something that the acting person has not seen; remembered in this browser.

import { changed, store } from "./store.js";

const keyOf = (person) => `xieban.read.${person}`;

function marks() {
  try {
    return JSON.parse(localStorage.getItem(keyOf(store.me.id))) ?? {};
  } catch {
    return {};
  }
}

export function isUnread(channel, lastTs) {
  return Boolean(lastTs) && channel !== store.channel && lastTs > (marks()[channel] ?? "");
}

/** The person has seen the channel up to its last message. */
export function markRead(channel) {
  const ts = lastTsOf(channel);
  if (ts) localStorage.setItem(keyOf(store.me.id), JSON.stringify({ ...marks(), [channel]: ts }));
  changed("unread");
}

export function lastTsOf(channel) {
  return rowOf(channel)?.last_ts ?? null;
}

/** A new message came in. */
export function noteArrival(channel, ts) {
  const row = rowOf(channel);
  if (row && ts > (row.last_ts ?? "")) row.last_ts = ts;
  if (channel === store.channel && !document.hidden) markRead(channel);
  else changed("unread");
}

function rowOf(channel) {
  return (
    store.state.channels.find((one) => one.id === channel) ?? store.dms.find((one) => one.id === channel)
  );
}
