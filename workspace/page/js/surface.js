// What stands between blocks and the bot, for one message, modal or Home: what each element holds, where a change goes.

import { confirmed } from "./dialogs.js";
import { controlValue, initialEntry } from "./entries.js";

/** Unsent contents by container, kept while the page lives, so that an update leaves typed text alone. */
const drafts = new Map();

export function draftOf(key) {
  if (!drafts.has(key)) drafts.set(key, {});
  return drafts.get(key);
}

export function forgetDraft(key) {
  drafts.delete(key);
}

/**
 * `key` names the container; `values` are Slack's `state.values` as the server knows them;
 * `act({block_id, action_id, value})` and `suggest({block_id, action_id, query})` speak with the server.
 */
export function surface({ key, values = {}, reader, say, act, suggest, errors = {} }) {
  const draft = draftOf(key);
  const current = (blockId, element) =>
    draft[blockId]?.[element.action_id] ?? values[blockId]?.[element.action_id] ?? initialEntry(element);
  const hold = (blockId, element, entry) => {
    draft[blockId] = { ...draft[blockId], [element.action_id]: entry };
  };
  const port = (block) => (element) => {
    const address = { block_id: block.block_id, action_id: element.action_id };
    const input = block.type === "input";
    const send = async (value) => {
      if (await confirmed(element.confirm, reader, say)) await act({ ...address, value });
    };
    return {
      reader,
      say,
      label: block.label?.text ?? null,
      current: () => current(block.block_id, element),
      press: () => send(undefined),
      suggest: (query) => suggest({ ...address, query }),
      set: (entry, { dispatch = true } = {}) => {
        if (element.type !== "overflow") hold(block.block_id, element, entry);
        return dispatch && (!input || block.dispatch_action) ? send(controlValue(entry)) : undefined;
      },
    };
  };
  return { reader, say, port, current, errors };
}

/** All that the inputs of these blocks hold now, as the control interface's `values`. */
export function valuesOf(blocks, host) {
  const values = {};
  for (const block of blocks) {
    if (block.type !== "input") continue;
    values[block.block_id] = {
      [block.element.action_id]: controlValue(host.current(block.block_id, block.element)),
    };
  }
  return values;
}
