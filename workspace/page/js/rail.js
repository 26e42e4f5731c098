// The rail: who acts, their channels, direct messages and the app.

import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { closePopup, openPopup, popupAnchor } from "./popup.js";
import { go } from "./place.js";
import { isHome, language, myChannels, nameOf, onChange, person, say, store, teamNames } from "./store.js";
import { isUnread } from "./unread.js";

export function mountRail(rail) {
  onChange(["state", "me", "place", "unread"], () => draw(rail));
}

function draw(rail) {
  const others = store.dms.filter((one) => one.user !== store.state.bot.user_id);
  const scroll = rail.querySelector(".rail-lists")?.scrollTop ?? 0;
  fill(
    rail,
    switcher(),
    h(
      "div",
      { class: "rail-lists" },
      group(say("apps"), [
        homeRow(),
        dmRow(
          store.dms.find((one) => one.id === store.me.dm) ?? {
            id: store.me.dm,
            user: store.state.bot.user_id,
          },
        ),
      ]),
      group(say("channels"), myChannels().map(channelRow)),
      others.length ? group(say("direct_messages"), others.map(dmRow)) : null,
    ),
  );
  rail.querySelector(".rail-lists").scrollTop = scroll;
}

function group(title, rows) {
  return h(
    "section",
    {},
    h("h2", {}, title),
    h(
      "ul",
      {},
      rows.map((row) => h("li", {}, row)),
    ),
  );
}

function row(sign, name, { current, unread = false, target }) {
  return h(
    "button",
    {
      type: "button",
      class: `rail-row${unread ? " unread" : ""}`,
      "aria-current": current ? "page" : null,
      onclick: () => go(target),
    },
    h("span", { class: "rail-sign", "aria-hidden": "true" }, sign),
    h("span", { class: "rail-name" }, name),
    unread ? h("span", { class: "unread-dot", "aria-label": say("new_messages") }) : null,
  );
}

function homeRow() {
  return row("⌂", say("app_home"), { current: isHome(), target: { channel: store.me.dm, tab: "home" } });
}

function channelRow(channel) {
  return row(channel.is_archived ? "▫" : "#", channel.name, {
    current: store.channel === channel.id,
    unread: isUnread(channel.id, channel.last_ts),
    target: { channel: channel.id, tab: null },
  });
}

function dmRow(dm) {
  return row(avatar(person(dm.user), "tiny"), nameOf(person(dm.user)), {
    current: store.channel === dm.id && !isHome(),
    unread: isUnread(dm.id, dm.last_ts),
    target: { channel: dm.id, tab: "messages" },
  });
}

function switcher() {
  const node = h(
    "button",
    {
      type: "button",
      class: "switcher",
      "aria-haspopup": "dialog",
      "aria-label": `${say("act_as")}: ${nameOf(store.me)}`,
    },
    personRow(store.me, [store.me.title, teamNames(store.me)].filter(Boolean).join(" · ")),
    h("span", { class: "caret" }, "⇅"),
  );
  node.addEventListener("click", () =>
    popupAnchor() === node ? closePopup() : openPopup(node, people(), { wide: true }),
  );
  return node;
}

function personRow(one, duties) {
  const locale = h(
    "span",
    { class: "locale", title: say(`language_${one.language}`) },
    one.language === "zh" ? "中" : "EN",
  );
  return [
    avatar(one),
    h("span", { class: "person" }, h("strong", {}, nameOf(one), locale), h("small", {}, duties)),
  ];
}

function people() {
  const all = store.state.people.filter((one) => !one.is_bot);
  const teams = [...new Set(all.map((one) => one.teams[0] ?? ""))];
  return h(
    "div",
    { class: "people", role: "listbox", "aria-label": say("act_as") },
    teams.map((team) => {
      const members = all.filter((one) => (one.teams[0] ?? "") === team);
      return h(
        "section",
        {},
        h("h3", {}, teamNames(members[0]) || (language() === "zh" ? "管理层" : "management")),
        members.map((one) =>
          h(
            "button",
            {
              type: "button",
              role: "option",
              class: "person-option",
              "aria-selected": String(one.id === store.me.id),
              onclick: () => (closePopup(), go({ as: one.id })),
            },
            personRow(one, one.title),
          ),
        ),
      );
    }),
  );
}
