// The main pane: a channel, a direct message, or the App Home, with its header and composer.

import { openHome } from "./acts.js";
import { avatar } from "./avatar.js";
import { composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { renderHome } from "./home.js";
import { messageList } from "./messagelist.js";
import { go } from "./place.js";
import { changed, channelOf, isHome, nameOf, onChange, person, say, store } from "./store.js";
import { inLanguage } from "./texts.js";
import { without } from "./ordering.js";

/** Draws into `pane`; redraws the frame when the place changes, the messages when they do. */
export function mountPane(pane) {
  const body = h("section", { class: "messages", role: "log", tabindex: 0 });
  let home = null; // the Home's place in the frame that is drawn, which lags behind the store while messages are read
  let update = () => {};
  const frame = () => {
    const drawn = { as: store.me.id, channel: store.channel, tab: store.tab };
    // Only the thread changed: what stands in the composer stays.
    if (Object.entries(drawn).every(([name, value]) => pane.dataset[name] === value)) return redraw();
    // For scripts that drive the page, too: whose view of what is drawn.
    Object.assign(pane.dataset, drawn);
    const dm = store.dms.find((one) => one.id === store.channel);
    update = messageList(body, { openThread: (ts) => go({ thread: ts }), dismiss });
    home = isHome() ? h("section", { class: "home" }) : null;
    fill(pane, header(dm), home ?? [body, foot(dm)]);
    pane.querySelector(".composer textarea")?.focus({ preventScroll: true });
    return redraw({ toEnd: true });
  };
  const redraw = (options) => (home ? renderHome(home) : drawMessages(body, update, options));
  onChange(["me", "place"], frame);
  onChange(["messages", "home", "clock"], () => redraw());
  onChange(
    ["state"],
    () =>
      pane.firstChild &&
      fill(pane.firstChild, headerParts(store.dms.find((one) => one.id === store.channel))),
  );
}

function drawMessages(body, update, options) {
  if (!store.messages.length) return void fill(body, h("div", { class: "nothing" }, say("empty_channel")));
  update(store.messages, options);
  const target = store.focusTs && body.querySelector(`[data-ts="${CSS.escape(store.focusTs)}"]`);
  if (!target) return undefined;
  store.focusTs = null;
  target.classList.add("pointed");
  return target.scrollIntoView({ block: "center" });
}

function dismiss(message) {
  store.messages = without(store.messages, message.ts);
  store.dismissed.add(message.ts);
  changed("messages");
}

function header(dm) {
  return h("header", { class: "pane-header" }, headerParts(dm));
}

function headerParts(dm) {
  if (dm)
    return [
      avatar(person(dm.user), "small"),
      h("h1", {}, nameOf(person(dm.user))),
      dm.id === store.me.dm ? tabs() : null,
    ];
  const channel = channelOf(store.channel);
  if (!channel) return [];
  return [
    h("h1", {}, h("span", { class: "hash" }, "#"), channel.name),
    h("span", { class: "topic" }, inLanguage(channel.topic, "zh")),
    h("span", { class: "members" }, say("members", { n: channel.members.length })),
  ];
}

function tabs() {
  const tab = (name, word) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        "aria-selected": String(store.tab === name),
        onclick: () => go({ tab: name }),
      },
      say(word),
    );
  return h(
    "div",
    { class: "tabs", role: "tablist" },
    tab("home", "app_home"),
    tab("messages", "app_messages"),
  );
}

function foot(dm) {
  const channel = channelOf(store.channel);
  if (channel?.is_archived) return h("div", { class: "archived" }, say("archived"));
  const name = dm ? nameOf(person(dm.user)) : `#${channel?.name ?? ""}`;
  return composer(say("composer", { name }));
}

/** Opening the App Home tells the bot, so that it can publish. */
export function enterHome() {
  if (isHome()) openHome();
}
