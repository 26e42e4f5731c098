// The bar on top: the workspace's name, the branch clock with its moves, whether the bot is connected.

import { moveClock } from "./acts.js";
import { dayAndTime, localOf, secondsOf } from "./dates.js";
import { toast } from "./dialogs.js";
import { fill, h } from "./dom.js";
import { closePopup, openPopup, popupAnchor } from "./popup.js";
import { language, onChange, reader, say, store } from "./store.js";
import { inLanguage } from "./texts.js";

export function mountTopbar(bar) {
  onChange(["state", "me", "online"], () => draw(bar));
  onChange(["clock"], () => {
    const time = bar.querySelector(".clock time"); // only the words: the panel may be open at its button
    if (time) fill(time, dayAndTime(reader().now, reader()));
  });
}

function draw(bar) {
  const who = reader();
  const clock = h(
    "button",
    { type: "button", class: "clock", "aria-haspopup": "dialog", title: say("clock_hint") },
    h("span", { class: "clock-word" }, say("clock_title")),
    h("time", { datetime: store.state.now }, dayAndTime(who.now, who)),
    h("span", { class: "caret" }, "▾"),
  );
  clock.addEventListener("click", () =>
    popupAnchor() === clock ? closePopup() : openPopup(clock, panel(who), { align: "end" }),
  );
  const quick = store.state.moves.map((one) =>
    h(
      "button",
      {
        type: "button",
        class: "move",
        title: say("clock_hint"),
        onclick: (event) => move(one.key, event.currentTarget),
      },
      "→ ",
      inLanguage(one, language()),
    ),
  );
  fill(
    bar,
    h("img", { src: "icon.svg", alt: "", class: "logo" }),
    h("strong", { class: "team" }, store.state.team.name),
    h("span", { class: "spacer" }),
    status(),
    h("div", { class: "moves" }, quick),
    clock,
  );
}

function status() {
  if (!store.online) return h("span", { class: "status bad", role: "status" }, say("offline"));
  if (store.state.mode === "socket" && !store.state.connections)
    return h("span", { class: "status bad", role: "status" }, say("no_app"));
  return null;
}

function panel(who) {
  const field = h("input", {
    type: "datetime-local",
    class: "field",
    "aria-label": say("choose_instant"),
    value: localOf(Date.parse(store.state.now) / 1000, who.zone),
  });
  const there = () => new Date(secondsOf(field.value, who.zone) * 1000).toISOString();
  const moves = store.state.moves.map((one) =>
    h(
      "button",
      { type: "button", class: "menu-item", onclick: (event) => move(one.key, event.currentTarget) },
      h("span", { class: "menu-text" }, inLanguage(one, language())),
    ),
  );
  return h(
    "div",
    { class: "menu clock-menu" },
    h("p", {}, say("clock_hint")),
    moves,
    h(
      "form",
      { onsubmit: (event) => (event.preventDefault(), field.value && move(there(), event.submitter)) },
      h("label", {}, say("choose_instant"), field),
      h("button", { type: "submit", class: "button primary" }, say("go")),
    ),
  );
}

async function move(to, button) {
  button.disabled = true;
  button.classList.add("busy");
  const answer = await moveClock(to);
  button.disabled = false;
  button.classList.remove("busy");
  closePopup();
  if (answer) toast(say("moved", { time: dayAndTime(new Date(answer.now), reader()) }));
}
