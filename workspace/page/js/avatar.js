// Initials on the colour of a person's team.

import { h } from "./dom.js";
import { bot, nameOf } from "./store.js";

const HUES = { customer: 18, support: 178, construction: 36, transport: 214, data: 268, switching: 338 };
const NO_TEAM_HUE = 232;

export function avatar(one, size = "") {
  if (one?.id === bot().user_id) return h("img", { class: `avatar ${size}`, src: "icon.svg", alt: "" });
  const node = h("span", { class: `avatar ${size}`, "aria-hidden": "true" }, initials(nameOf(one) ?? "?"));
  node.style.setProperty("--hue", HUES[one?.teams?.[0]] ?? NO_TEAM_HUE);
  return node;
}

function initials(name) {
  if (/\p{Script=Han}/u.test(name)) return name.length > 2 ? name.slice(-2) : name;
  return name
    .split(/\s+/)
    .map((word) => word[0])
    .slice(0, 2)
    .join("")
    .toUpperCase();
}
