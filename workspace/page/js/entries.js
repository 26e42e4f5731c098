// What an element holds, in the shape of Slack's `state.values`, and as the control interface's `value`.

const FIELDS = {
  datepicker: "selected_date",
  timepicker: "selected_time",
  datetimepicker: "selected_date_time",
  users_select: "selected_user",
  conversations_select: "selected_conversation",
  channels_select: "selected_channel",
  multi_users_select: "selected_users",
  multi_conversations_select: "selected_conversations",
  multi_channels_select: "selected_channels",
  static_select: "selected_option",
  external_select: "selected_option",
  radio_buttons: "selected_option",
  overflow: "selected_option",
  multi_static_select: "selected_options",
  multi_external_select: "selected_options",
  checkboxes: "selected_options",
};

const field = (type) => FIELDS[type] ?? "value";

/** What the element of this type holds: text, an id, an option, a list; null for nothing. */
export function held(type, entry) {
  return entry?.[field(type)] ?? null;
}

export function entryOf(type, content) {
  return { type, [field(type)]: content };
}

/** The element's own first content (`initial_…`), as an entry. */
export function initialEntry(element) {
  const name = field(element.type)
    .replace("selected_", "initial_")
    .replace(/^value$/, "initial_value");
  const content = element[name] ?? null;
  if (content && element.type === "rich_text_input") return entryOf(element.type, plainText(content));
  return entryOf(element.type, content);
}

function plainText(richText) {
  const texts = (part) => (part.elements ? part.elements.map(texts).join("") : (part.text ?? part.url ?? ""));
  return richText.elements.map(texts).join("\n");
}

/** The `value` that the control interface takes for the entry. */
export function controlValue(entry) {
  const content = entry[field(entry.type)];
  if (content === null || content === undefined || content === "") return null;
  if (Array.isArray(content)) return content.map((one) => one.value ?? one);
  if (field(entry.type) === "selected_option") return content.value;
  return content;
}
