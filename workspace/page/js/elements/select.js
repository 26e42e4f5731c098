// Selects of every source, single and multiple: a button that opens a list with a search field.

import { fill, freshId, h } from "../dom.js";
import { withEmoji } from "../emoji.js";
import { entryOf, held } from "../entries.js";
import { closePopup, openPopup, popupAnchor } from "../popup.js";

const SEARCH_PAUSE_MS = 150;

/** `port` of surface.js: `reader`, `say`, `current()`, `set(entry)`, `suggest(query)`, `label`. */
export function select(element, port) {
  const multiple = element.type.startsWith("multi_");
  const source = sourceOf(element, port);
  const control = h("div", {
    class: `select${multiple ? " select-multiple" : ""}`,
    tabindex: 0,
    role: "combobox",
    "aria-haspopup": "listbox",
    "aria-expanded": "false",
    "aria-label": element.placeholder?.text ?? port.label ?? port.say("now_choose"),
  });
  const state = {
    control,
    element,
    port,
    multiple,
    source,
    chosen: source.chosen(held(element.type, port.current())),
  };
  show(state);
  control.addEventListener("click", () => toggle(state));
  control.addEventListener("keydown", (event) => {
    if (!["Enter", " ", "ArrowDown"].includes(event.key) || event.target !== control) return;
    event.preventDefault();
    toggle(state);
  });
  return control;
}

/** Where options come from and what an entry holds of them (an option, or a bare id). */
function sourceOf(element, port) {
  const type = element.type.replace(/^multi_/, "");
  const people = {
    users_select: "users",
    channels_select: "channels",
    conversations_select: "conversations",
  }[type];
  if (people) {
    const options = port.reader.names[people]().map(({ id, name }) => ({ value: id, text: { text: name } }));
    const find = (id) => options.find((option) => option.value === id) ?? { value: id, text: { text: id } };
    return {
      options: async () => [{ options }],
      chosen: (ids) => [ids ?? []].flat().map(find),
      hold: (option) => option.value,
    };
  }
  const chosen = (content) => [content ?? []].flat();
  if (type === "external_select") {
    const least = element.min_query_length ?? 3;
    const options = async (query) => (query.length < least ? null : groups(await port.suggest(query)));
    return { options, chosen, hold: (option) => option, external: true };
  }
  return { options: async () => groups(element), chosen, hold: (option) => option };
}

function groups({ options, option_groups: grouped }) {
  return grouped?.length
    ? grouped.map((one) => ({ label: one.label?.text, options: one.options }))
    : [{ options: options ?? [] }];
}

function show(state) {
  const { control, chosen, multiple, element, port } = state;
  const hint = h("span", { class: "placeholder" }, element.placeholder?.text ?? port.say("now_choose"));
  const tokens = chosen.map((option) =>
    multiple
      ? h("span", { class: "token" }, optionText(option), removal(state, option))
      : h("span", { class: "select-text" }, optionText(option)),
  );
  fill(control, chosen.length ? tokens : hint, h("span", { class: "caret", "aria-hidden": "true" }, "▾"));
}

function removal(state, option) {
  const remove = (event) => {
    event.stopPropagation();
    choose(
      state,
      state.chosen.filter((one) => one.value !== option.value),
    );
  };
  return h("button", { type: "button", "aria-label": state.port.say("clear"), onclick: remove }, "×");
}

function choose(state, chosen) {
  state.chosen = chosen;
  show(state);
  const contents = chosen.map(state.source.hold);
  state.port.set(entryOf(state.element.type, state.multiple ? contents : (contents[0] ?? null)));
}

function toggle(state) {
  if (popupAnchor() === state.control) return closePopup();
  const list = h("div", { class: "options", role: "listbox", id: freshId("options") });
  const field = h("input", {
    type: "text",
    class: "options-search",
    role: "searchbox",
    autocomplete: "off",
    placeholder: state.port.say(state.source.external ? "type_to_search" : "search"),
    "aria-controls": list.id,
  });
  const panel = { ...state, state, list, field, latest: 0 };
  let pause = null;
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => offer(panel), state.source.external ? SEARCH_PAUSE_MS : 0);
  });
  field.addEventListener("keydown", (event) => steer(event, panel));
  state.control.setAttribute("aria-expanded", "true");
  openPopup(state.control, h("div", { class: "select-panel" }, field, list), {
    onclose: () => state.control.setAttribute("aria-expanded", "false"),
  });
  field.focus({ preventScroll: true });
  return offer(panel);
}

async function offer(panel) {
  const { source, field, list, port } = panel;
  const turn = (panel.latest += 1);
  const query = field.value.trim();
  if (source.external) list.classList.add("busy");
  const found = await source.options(query).catch(() => []);
  if (turn !== panel.latest) return;
  list.classList.remove("busy");
  if (found === null) return void fill(list, h("div", { class: "options-none" }, port.say("type_to_search")));
  const wanted = source.external ? () => true : (option) => matches(option, query);
  const rows = found.flatMap(({ label, options }) => {
    const kept = options.filter(wanted);
    return kept.length
      ? [
          label ? h("div", { class: "options-label" }, label) : null,
          ...kept.map((option) => row(panel, option)),
        ]
      : [];
  });
  fill(list, rows.length ? rows : h("div", { class: "options-none" }, port.say("no_results")));
  mark(list, list.querySelector("[aria-selected=true]") ?? list.querySelector("[role=option]"));
}

function matches(option, query) {
  return `${option.text.text} ${option.description?.text ?? ""}`.toLowerCase().includes(query.toLowerCase());
}

function row(panel, option) {
  const { state } = panel;
  const selected = state.chosen.some((one) => one.value === option.value);
  const pick = () => {
    if (!state.multiple) closePopup();
    const others = state.chosen.filter((one) => one.value !== option.value);
    choose(state, state.multiple ? (selected ? others : [...others, option]) : [option]);
    if (state.multiple) offer(panel);
    else state.control.focus();
  };
  const node = h(
    "div",
    { class: "option", role: "option", "aria-selected": String(selected), onclick: pick },
    h("span", { class: "option-mark", "aria-hidden": "true" }, selected ? "✓" : ""),
    h(
      "span",
      { class: "option-text" },
      optionText(option),
      option.description ? h("small", {}, option.description.text) : null,
    ),
  );
  node.addEventListener("pointermove", () => mark(panel.list, node));
  return node;
}

function mark(list, node) {
  list.querySelector(".active")?.classList.remove("active");
  node?.classList.add("active");
}

function steer(event, panel) {
  const rows = [...panel.list.querySelectorAll("[role=option]")];
  const active = rows.findIndex((row) => row.classList.contains("active"));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Enter") rows[active]?.click();
  else if (step && rows.length) mark(panel.list, rows.at((active + step) % rows.length));
  else if (event.key === "Tab") closePopup();
  if (step || event.key === "Enter") event.preventDefault();
  panel.list.querySelector(".active")?.scrollIntoView({ block: "nearest" });
}

function optionText(option) {
  return withEmoji(option.text.text);
}
