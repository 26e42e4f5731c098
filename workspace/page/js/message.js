// One message: who, when, what; its card, files, reactions, thread and menu.

import { press, react, runMessageShortcut, suggest } from "./acts.js";
import { avatar } from "./avatar.js";
import { renderBlocks } from "./blocks.js";
import { dayAndTime, fromTs, timeOf } from "./dates.js";
import { h, link, safeUrl } from "./dom.js";
import { emoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";
import { openMenu } from "./popup.js";
import { bot, language, nameOf, person, reader, say, store } from "./store.js";
import { surface } from "./surface.js";
import { inLanguage } from "./texts.js";

const QUICK = ["white_check_mark", "eyes", "+1", "pray"];

/** `compact`: follows another of the same author; `openThread(ts)` is null inside a thread. */
export function renderMessage(message, { compact, openThread, dismiss }) {
  const author = person(message.user) ?? person(bot().user_id);
  const who = reader();
  const classes = [
    "message",
    compact ? "compact" : "",
    message.ephemeral ? "ephemeral" : "",
    message.rings?.some((id) => rings(id, who)) ? "rings" : "",
  ];
  const body = h(
    "div",
    { class: "message-body" },
    message.ephemeral ? onlyYou(message, dismiss) : null,
    compact ? null : byline(message, author, who),
    contents(message, who),
    message.edited
      ? h("small", { class: "edited", title: dayAndTime(fromTs(message.edited.ts), who) }, say("edited"))
      : null,
    reactions(message),
    openThread ? threadLink(message, who, openThread) : null,
  );
  const gutter = h(
    "div",
    { class: "gutter" },
    compact ? h("time", {}, timeOf(fromTs(message.ts), who)) : avatar(author),
  );
  return h(
    "article",
    { class: classes.join(" ").trim(), dataset: { ts: message.ts }, "aria-label": nameOf(author) },
    gutter,
    body,
    message.ephemeral ? null : toolbar(message, openThread),
  );
}

function rings(id, who) {
  return id.startsWith("!") || id === who.me || who.names.mine(id);
}

function onlyYou(message, dismiss) {
  return h(
    "div",
    { class: "only-you" },
    h("span", { "aria-hidden": "true" }, "👁"),
    say("only_you"),
    h("button", { type: "button", class: "text-button", onclick: () => dismiss(message) }, say("dismiss")),
  );
}

function byline(message, author, who) {
  const at = fromTs(message.ts);
  return h(
    "div",
    { class: "byline" },
    h("strong", {}, message.username ?? nameOf(author)),
    author.is_bot ? h("span", { class: "badge" }, say("app")) : null,
    h("time", { title: dayAndTime(at, who) }, timeOf(at, who)),
  );
}

function contents(message, who) {
  const host = hostOf(message, who);
  return [
    message.blocks?.length
      ? renderBlocks(message.blocks, host)
      : h("div", { class: "message-text" }, mrkdwn(message.text ?? "", who)),
    (message.attachments ?? []).map((attachment) => renderAttachment(attachment, host)),
    (message.files ?? []).map(file),
  ];
}

function hostOf(message, who) {
  const container = { channel: message.channel, ts: message.ts };
  return surface({
    key: `${who.me} ${message.channel} ${message.ts}`,
    values: message.state?.values,
    reader: who,
    say,
    act: (choice) => press(container, choice),
    suggest: (question) => suggest(container, question),
  });
}

function renderAttachment(attachment, host) {
  const parts = [attachment.pretext, attachment.title, attachment.text].filter(Boolean);
  const node = h(
    "div",
    { class: "attachment" },
    attachment.blocks
      ? renderBlocks(attachment.blocks, host)
      : parts.map((part) => h("div", {}, mrkdwn(part, host.reader))),
  );
  if (/^#?[0-9a-f]{6}$/i.test(attachment.color ?? ""))
    node.style.borderColor = `#${attachment.color.replace("#", "")}`;
  return node;
}

function file(one) {
  const source = safeUrl(one.url_private ?? "");
  if (source && one.mimetype?.startsWith("image/"))
    return h(
      "figure",
      { class: "block-image" },
      h("figcaption", {}, one.title),
      h("img", { src: source, alt: one.title }),
    );
  const size = one.size ? ` · ${Math.max(1, Math.round(one.size / 1024))} KB` : "";
  return h(
    "div",
    { class: "file" },
    h("span", { class: "file-icon", "aria-hidden": "true" }, "📄"),
    link(one.url_private ?? "", one.title ?? one.name),
    h("small", {}, size),
  );
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return h(
    "div",
    { class: "reactions" },
    message.reactions.map(({ name, users, count }) =>
      h(
        "button",
        {
          type: "button",
          class: users.includes(store.me.id) ? "reaction mine" : "reaction",
          title: users.map((id) => nameOf(person(id))).join(", "),
          onclick: () => react(message, name),
        },
        emoji(name) ?? `:${name}:`,
        " ",
        String(count),
      ),
    ),
  );
}

function threadLink(message, who, openThread) {
  if (!message.reply_count) return null;
  const count = message.reply_count === 1 ? say("replies_one") : say("replies", { n: message.reply_count });
  return h(
    "button",
    { type: "button", class: "thread-link", onclick: () => openThread(message.ts) },
    count,
    message.latest_reply ? h("time", {}, dayAndTime(fromTs(message.latest_reply), who)) : null,
  );
}

function toolbar(message, openThread) {
  const sign = (label, text, run) =>
    h("button", { type: "button", title: label, "aria-label": label, onclick: run }, text);
  const quick = QUICK.map((name) =>
    sign(`${say("react")} :${name}:`, emoji(name), () => react(message, name)),
  );
  const reply = openThread ? sign(say("reply"), "💬", () => openThread(message.ts)) : null;
  return h("div", { class: "toolbar" }, quick, reply, moreButton(message));
}

/** The menu of message shortcuts; null where the app has none. */
function moreButton(message) {
  const shortcuts = store.state.shortcuts.filter((one) => one.type === "message");
  if (!shortcuts.length) return null;
  const items = shortcuts.map((one) => ({
    icon: "⚡",
    label: inLanguage(one.name, language()),
    hint: bot().name,
    run: () => runMessageShortcut(one.callback_id, message),
  }));
  const attributes = {
    type: "button",
    "aria-label": say("more"),
    title: say("more"),
    "aria-haspopup": "menu",
  };
  const more = h("button", attributes, "⋯");
  more.addEventListener("click", () => openMenu(more, items, { align: "end", title: say("shortcuts") }));
  return more;
}
