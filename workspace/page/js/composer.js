// Where messages and slash commands are typed.

import { post, runCommand, runShortcut } from "./acts.js";
import { completions } from "./completion.js";
import { toast } from "./dialogs.js";
import { h } from "./dom.js";
import { closePopup, openMenu, openPopup } from "./popup.js";
import { bot, language, say, store } from "./store.js";
import { inLanguage } from "./texts.js";

/** A composer with `placeholder`; in a thread (`threadTs()` answers its ts) commands do not run, as in Slack. */
export function composer(placeholder, threadTs = () => null) {
  const field = h("textarea", { rows: 1, "aria-label": placeholder, placeholder });
  const state = { field, threadTs, offered: [], active: 0 };
  const send = h(
    "button",
    { type: "submit", class: "send", "aria-label": say("send"), title: say("send") },
    "➤",
  );
  const form = h(
    "form",
    { class: "composer", onsubmit: (event) => (event.preventDefault(), dispatch(state)) },
    threadTs() === null ? starters(state) : null,
    field,
    send,
  );
  state.anchor = form;
  field.addEventListener("input", () => (fit(field), offer(state)));
  field.addEventListener("keydown", (event) => keys(event, state));
  field.addEventListener("blur", () =>
    setTimeout(() => state.offered.length && field !== document.activeElement && hide(state), 150),
  );
  return form;
}

function starters(state) {
  const global = store.state.shortcuts.filter((one) => one.type === "global");
  const bolt = h(
    "button",
    {
      type: "button",
      class: "starter",
      "aria-label": say("shortcuts"),
      title: say("shortcuts"),
      "aria-haspopup": "menu",
    },
    "⚡",
  );
  bolt.addEventListener("click", () =>
    openMenu(
      bolt,
      global.map((one) => ({
        icon: "⚡",
        label: inLanguage(one.name, language()),
        hint: bot().name,
        run: () => runShortcut(one.callback_id),
      })),
      { title: say("shortcuts"), above: true },
    ),
  );
  const slash = h(
    "button",
    { type: "button", class: "starter", "aria-label": "/", title: "/", onclick: () => begin(state) },
    "/",
  );
  return h("div", { class: "starters" }, bolt, slash);
}

function begin(state) {
  state.field.value = "/";
  state.field.focus();
  offer(state);
}

function fit(field) {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 200)}px`;
}

function offer(state) {
  state.offered = completions(state.field.value.slice(0, state.field.selectionStart));
  state.active = 0;
  if (!state.offered.length) return hide(state);
  return draw(state);
}

function hide(state) {
  state.offered = [];
  closePopup();
}

function draw(state) {
  const rows = state.offered.map((one, index) =>
    h(
      "div",
      {
        class: `option${index === state.active ? " active" : ""}`,
        role: "option",
        "aria-selected": String(index === state.active),
        onmousedown: (event) => (event.preventDefault(), take(state, index)),
      },
      h(
        "span",
        { class: "option-text completion" },
        h("b", {}, one.label),
        one.other ? h("i", {}, one.other) : null,
        h("small", {}, one.hint),
      ),
    ),
  );
  openPopup(state.anchor, h("div", { class: "options", role: "listbox" }, rows), { above: true });
}

function take(state, index) {
  const { insert, cut } = state.offered[index];
  const { field } = state;
  const cursor = field.selectionStart;
  field.setRangeText(insert, cursor - cut, cursor, "end");
  fit(field);
  offer(state);
}

function keys(event, state) {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const { offered } = state;
  if (offered.length && step) {
    event.preventDefault();
    state.active = (state.active + step + offered.length) % offered.length;
    draw(state);
  } else if (
    offered.length &&
    (event.key === "Tab" || (event.key === "Enter" && state.active >= 0 && isPartial(state)))
  ) {
    event.preventDefault();
    take(state, state.active);
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    dispatch(state);
  }
}

// "/coord" and "/coord " are commands already: Enter sends them unless something was begun or chosen.
function isPartial(state) {
  const { cut, insert } = state.offered[state.active];
  return state.active > 0 || (cut > 0 && insert.trim().length > cut);
}

async function dispatch(state) {
  const { field } = state;
  const text = field.value.trim();
  if (!text) return;
  const threadTs = state.threadTs();
  const command = text.startsWith("/");
  if (command && threadTs) return void toast(say("no_commands_in_threads"), { warning: true });
  hide(state);
  field.value = "";
  fit(field);
  const outcome = await (command ? runCommand(text) : post(text, threadTs));
  if (!outcome && !field.value) field.value = text;
}
