// What the composer offers while somebody types: commands, their subcommands, people and groups.

import { language, nameOf, store, teamNames } from "./store.js";
import { inLanguage } from "./texts.js";

/** `[{insert, label, hint}]` for the text before the cursor; `insert` takes the place of its last `cut` characters. */
export function completions(text) {
  const command = /^(\/\S*)$/.exec(text);
  if (command) return commands(command[1]);
  const sub = /^(\/\S+)\s+(\S*)$/.exec(text);
  if (sub) return subcommands(sub[1], sub[2]);
  const at = /(?:^|\s)@([\p{L}\p{N}-]*)$/u.exec(text);
  return at ? mentions(at[1]) : [];
}

function commands(typed) {
  return store.state.commands
    .filter(({ command }) => command.startsWith(typed))
    .map((one) => ({
      insert: `${one.command} `,
      cut: typed.length,
      label: one.command,
      hint: inLanguage(one.description, language()),
    }));
}

function subcommands(command, typed) {
  const known = store.state.commands.find((one) => one.command === command);
  const wanted = typed.toLowerCase();
  return (known?.completions ?? [])
    .filter(
      ({ text, zh }) =>
        (text.startsWith(wanted) && text !== wanted) || (zh.startsWith(typed) && zh !== typed) || !typed,
    )
    .map(({ text, zh, hint }) => {
      const [word, other] = language() === "zh" ? [zh, text] : [text, zh];
      return {
        insert: `${word} `,
        cut: typed.length,
        label: word,
        other,
        hint: inLanguage(hint, language()),
      };
    });
}

function mentions(typed) {
  const wanted = typed.toLowerCase();
  const people = store.state.people.map((one) => ({
    handle: one.handle,
    label: nameOf(one),
    names: [one.name, one.display_name ?? ""],
    hint: teamNames(one),
  }));
  const groups = store.state.groups.map((one) => ({
    handle: one.handle,
    label: `@${one.handle}`,
    names: [inLanguage(one.name, language())],
    hint: inLanguage(one.name, language()),
  }));
  return [...people, ...groups]
    .filter(({ handle, names }) => [handle, ...names].some((name) => name.toLowerCase().startsWith(wanted)))
    .slice(0, 8)
    .map(({ handle, label, hint }) => ({ insert: `@${handle} `, cut: typed.length + 1, label, hint }));
}
