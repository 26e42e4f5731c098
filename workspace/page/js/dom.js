// Builds DOM nodes. Strings always become text nodes: nothing in this page ever parses data as HTML.

/** `h("button", {class: "x", onclick: f, "aria-label": "…"}, child, …)`; null, undefined and false children are left out. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);
  }
  return node;
}

/** Puts `children` in the place of all that `node` holds. */
export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

/** The address if a link may lead there (http, https, mailto), else null. Relative ones are ours. */
export function safeUrl(address) {
  try {
    const url = new URL(address, location.origin);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link, or its bare label where the address is not one that a link may lead to. */
export function link(address, ...label) {
  const href = safeUrl(address);
  if (!href) return h("span", {}, label.length ? label : address);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, label.length ? label : address);
}

let counter = 0;

/** An id that no other node of the page has. */
export function freshId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}
