// The thread beside the main pane.

import { composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { messageList } from "./messagelist.js";
import { go } from "./place.js";
import { changed, onChange, say, store } from "./store.js";
import { without } from "./ordering.js";

export function mountThread(aside) {
  const body = h("section", { class: "messages", role: "log", tabindex: 0 });
  let update = null;
  const frame = () => {
    if (!aside.hidden && aside.dataset.thread === `${store.me.id} ${store.threadTs}`) return;
    aside.dataset.thread = `${store.me.id} ${store.threadTs}`;
    aside.hidden = !store.threadTs;
    document.body.classList.toggle("with-thread", !aside.hidden);
    if (aside.hidden) return void fill(aside);
    body.replaceChildren();
    update = messageList(body, { openThread: null, dismiss });
    const close = h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": say("close"),
        onclick: () => go({ thread: null }),
      },
      "✕",
    );
    fill(
      aside,
      h(
        "header",
        { class: "pane-header" },
        h("h1", {}, say("thread")),
        h("span", { class: "spacer" }),
        close,
      ),
      body,
      composer(say("reply_here"), () => store.threadTs),
    );
    update(store.replies, { toEnd: true });
  };
  onChange(["me", "place"], frame);
  onChange(["replies", "clock"], () => update && store.threadTs && update(store.replies));
}

function dismiss(message) {
  store.replies = without(store.replies, message.ts);
  changed("replies");
}
