// The App Home: what the bot published for the acting person.

import { press, suggest } from "./acts.js";
import { renderBlocks } from "./blocks.js";
import { dayOf } from "./dates.js";
import { fill, h } from "./dom.js";
import { reader, say, store } from "./store.js";
import { surface } from "./surface.js";

export function renderHome(container) {
  const view = store.home;
  if (!view) return fill(container, h("div", { class: "nothing" }, say("empty_home")));
  const who = reader();
  const signature = JSON.stringify([view.blocks, who.language, dayOf(who.now, who.zone)]);
  if (container.dataset.signature === signature) return undefined;
  container.dataset.signature = signature;
  const where = { view_id: view.id };
  const host = surface({
    key: `${store.me.id} ${view.id}`,
    values: view.state?.values,
    reader: who,
    say,
    act: (choice) => press(where, choice),
    suggest: (question) => suggest(where, question),
  });
  return fill(container, h("div", { class: "home-card" }, renderBlocks(view.blocks, host)));
}
