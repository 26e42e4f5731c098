// Starts the page: reads the workspace, draws its pieces, follows the stream and the address.

import { showViews } from "./acts.js";
import { follow, read } from "./api.js";
import { toast } from "./dialogs.js";
import { mountModal } from "./modal.js";
import { merge, without } from "./ordering.js";
import { enterHome, mountPane } from "./pane.js";
import { firstChannel, placeFromAddress } from "./place.js";
import { mountRail } from "./rail.js";
import { changed, language, person, store } from "./store.js";
import { mountThread } from "./thread.js";
import { mountTopbar } from "./topbar.js";
import { markRead, noteArrival } from "./unread.js";

let leave = null; // ends the stream that is followed
let arriving = null; // one arrival after the other, however fast the address changes

async function start() {
  store.state = await read("state");
  mountTopbar(document.querySelector("#topbar"));
  mountRail(document.querySelector("#rail"));
  mountPane(document.querySelector("#pane"));
  mountThread(document.querySelector("#thread"));
  mountModal();
  addEventListener("hashchange", () => (arriving = arriving.then(arrive)));
  document.addEventListener("visibilitychange", () => document.hidden || markRead(store.channel));
  await (arriving = arrive());
  setInterval(readClock, 20_000);
}

/** Goes where the address says. */
async function arrive() {
  const { me, channel, tab, threadTs, focusTs } = placeFromAddress();
  const other = me.id !== store.me?.id;
  if (other && store.me) store.state = await read("state"); // the stream told only what concerned the last person
  store.me = person(me.id);
  if (other) await become(me);
  const place = { channel: channel ?? firstChannel(), tab, threadTs, focusTs };
  const moved = other || place.channel !== store.channel || place.tab !== store.tab;
  Object.assign(store, place);
  await Promise.all([moved ? readMessages() : null, readThread()]);
  document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
  changed(other ? "me" : "place");
  markRead(store.channel);
  if (moved) enterHome();
}

async function become(me) {
  leave?.();
  const as = me.id;
  const [{ dms }, { views }, { view }] = await Promise.all([
    read("dms", { as }),
    read("views", { as }),
    read("home", { as }),
  ]);
  Object.assign(store, { dms, views, home: view, refusals: {}, dismissed: new Set(), online: true });
  leave = follow(as, store.state.seq, handlers);
}

async function readMessages() {
  const asked = { channel: store.channel, as: store.me.id };
  store.messages = []; // what the stream tells from here on is newer than what is read
  const { messages } = await read("messages", asked).catch(() => ({ messages: [] }));
  store.messages = merge(
    messages.filter((message) => !store.dismissed.has(message.ts)),
    store.messages,
  );
}

async function readThread() {
  if (!store.threadTs) return void (store.replies = []);
  store.replies = (
    await read("messages", { channel: store.channel, as: store.me.id, thread_ts: store.threadTs })
  ).messages;
}

async function readClock() {
  const { now } = await read("clock").catch(() => ({ now: store.state.now }));
  if (now === store.state.now) return;
  store.state.now = now;
  changed("clock");
}

const handlers = {
  ready({ seq, now, gap }) {
    // Events were lost, or the workspace was started anew: read everything again.
    if (gap || seq < store.state.seq) location.reload();
    store.state.now = now;
    changed("clock");
  },
  message({ change, channel, ts, thread_ts: threadTs, message }) {
    const reply = threadTs && threadTs !== ts;
    if (change === "new" && !reply && message?.user !== store.me.id) noteArrival(channel, ts);
    if (channel !== store.channel) return;
    const apply = (list) => (change === "deleted" ? without(list, ts) : merge(list, [message]));
    if (!reply) store.messages = apply(store.messages);
    if (store.threadTs && (threadTs === store.threadTs || ts === store.threadTs))
      store.replies = apply(store.replies);
    changed("messages", "replies");
  },
  views: ({ views }) => showViews(views),
  home({ view }) {
    store.home = view;
    changed("home");
  },
  clock({ now }) {
    store.state.now = now;
    changed("clock");
  },
  channel({ channel }) {
    const known = store.state.channels.findIndex((one) => one.id === channel.id);
    store.state.channels.splice(known < 0 ? store.state.channels.length : known, known < 0 ? 0 : 1, channel);
    changed("state");
  },
  connection({ mode, connections }) {
    Object.assign(store.state, { mode, connections });
    changed("state");
  },
  toast: (words) => toast(words[language()], { warning: true }),
  online(online) {
    if (store.online === online) return;
    store.online = online;
    changed("online");
  },
};

start();
