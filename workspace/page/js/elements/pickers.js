// Date, time and instant pickers: the browser's own, under a text in the reader's language.

import { dayAndTime, formatter, localOf, secondsOf } from "../dates.js";
import { fill, h } from "../dom.js";
import { entryOf, held } from "../entries.js";

const SHOWN = { day: "numeric", month: "long", year: "numeric", weekday: "short" };

const KINDS = {
  datepicker: {
    input: "date",
    icon: "📅",
    word: "pick_date",
    read: (text) => text,
    write: (content) => content,
    show: (text, reader) => formatter(reader.language, "UTC", SHOWN).format(new Date(`${text}T00:00Z`)),
  },
  timepicker: {
    input: "time",
    icon: "🕒",
    word: "pick_time",
    read: (text) => text,
    write: (content) => content,
    show: (text) => text,
  },
  // A wall time of the branch; the element holds seconds since 1970.
  datetimepicker: {
    input: "datetime-local",
    icon: "📅",
    word: "pick_date",
    read: (text, reader) => secondsOf(text, reader.zone),
    write: (content, reader) => localOf(content, reader.zone),
    show: (text, reader) => dayAndTime(new Date(secondsOf(text, reader.zone) * 1000), reader),
  },
};

export function picker(element, port) {
  const kind = KINDS[element.type];
  const content = held(element.type, port.current());
  const text = h("span", { class: "picker-text" });
  const input = h("input", {
    type: kind.input,
    "aria-label": port.label ?? element.placeholder?.text ?? port.say(kind.word),
    value: content === null ? "" : kind.write(content, port.reader),
    required: true,
  });
  const show = () => {
    const placeholder = element.placeholder?.text ?? port.say(kind.word);
    fill(
      text,
      input.value ? kind.show(input.value, port.reader) : h("span", { class: "placeholder" }, placeholder),
    );
  };
  input.addEventListener("click", () => input.showPicker?.());
  input.addEventListener("change", () => {
    show();
    port.set(entryOf(element.type, input.value ? kind.read(input.value, port.reader) : null));
  });
  show();
  return h(
    "label",
    { class: "picker" },
    h("span", { class: "picker-icon", "aria-hidden": "true" }, kind.icon),
    text,
    input,
  );
}
