// What the page knows: the workspace, who acts, where they look, what they see. Pieces redraw when told.

import { inLanguage, speaker } from "./texts.js";

export const store = {
  state: null, // GET /control/state
  me: null, // the acting person
  channel: null, // id of the channel or direct message in the main pane
  tab: "messages", // "home": the App Home, in the bot's direct message
  threadTs: null,
  focusTs: null, // a message that a link points at
  messages: [],
  replies: [],
  dms: [],
  views: [],
  home: null,
  refusals: {}, // {block_id: text}: what the client itself refused in the visible modal
  dismissed: new Set(), // ts of ephemeral messages put away
  online: true,
};

const listeners = new Map();

/** Runs `redraw` whenever one of the topics changed: state, me, place, messages, replies, views, home, clock, unread. */
export function onChange(topics, redraw) {
  for (const topic of topics) listeners.set(topic, [...(listeners.get(topic) ?? []), redraw]);
}

export function changed(...topics) {
  for (const redraw of new Set(topics.flatMap((topic) => listeners.get(topic) ?? []))) redraw();
}

export const language = () => store.me?.language ?? "zh";
export const say = (key, values) => speaker(language())(key, values);
export const person = (id) => store.state.people.find((one) => one.id === id) ?? null;
export const channelOf = (id) => store.state.channels.find((one) => one.id === id) ?? null;
export const bot = () => store.state.bot;
export const isHome = () => store.tab === "home" && store.channel === store.me.dm;

/** A person's name as the reader calls them: a Chinese reader sees the Chinese one where there is one. */
export function nameOf(one) {
  if (!one) return null;
  return (language() === "zh" && one.display_name) || one.name;
}

/** The names of a person's teams; the branch's groups are named in Chinese, the ids are English. */
export function teamNames(one) {
  if (language() === "en") return one.teams.join(" · ");
  const groups = one.teams.map((team) =>
    store.state.groups.find((group) => group.handle.endsWith(`-${team}`)),
  );
  return groups.map((group, index) => inLanguage(group?.name, "zh") || one.teams[index]).join(" · ");
}

/** Who reads, for everything that turns text into nodes. */
export function reader() {
  const { state, me } = store;
  const named = (list, id) => list.find((one) => one.id === id);
  return {
    language: language(),
    zone: state.zone,
    now: new Date(state.now),
    me: me.id,
    names: {
      user: (id) => nameOf(person(id)),
      channel: (id) => named(state.channels, id)?.name,
      group: (id) => named(state.groups, id)?.handle,
      mine: (id) => named(state.groups, id)?.users.includes(me.id),
      users: () => state.people.map((one) => ({ id: one.id, name: nameOf(one) })),
      channels: () => state.channels.map((one) => ({ id: one.id, name: `#${one.name}` })),
      conversations: () => [
        ...state.channels.map((one) => ({ id: one.id, name: `#${one.name}` })),
        ...state.people.map((one) => ({ id: one.id, name: nameOf(one) })),
      ],
    },
  };
}

/** The person's channels, first their teams', #general last. */
export function myChannels() {
  const mine = store.state.channels.filter(
    (one) => one.members.includes(store.me.id) || one.id === store.channel,
  );
  return mine.sort(
    (a, b) => Number(a.name === "general") - Number(b.name === "general") || a.name.localeCompare(b.name),
  );
}
