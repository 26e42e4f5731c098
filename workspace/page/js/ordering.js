// Lists of messages: kept in order of `ts`, one of each.

/** `list` with `fresh` ones added or put in the place of older versions. */
export function merge(list, fresh) {
  const byTs = new Map(list.map((message) => [message.ts, message]));
  for (const message of fresh) byTs.set(message.ts, message);
  return [...byTs.values()].sort((a, b) => Number(a.ts) - Number(b.ts));
}

export function without(list, ts) {
  return list.filter((message) => message.ts !== ts);
}
