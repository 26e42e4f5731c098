// The control interface (docs/workspace.md): reading, acting, the stream.

import { toast } from "./dialogs.js";

async function answer(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error ?? response.statusText);
  return body;
}

/** `read("messages", {channel, as})`. Throws what the server says. */
export async function read(route, parameters = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  return answer(await fetch(`/control/${route}?${new URLSearchParams(given)}`));
}

/** Posts an act and answers its outcome; a refusal becomes a toast and null. `say` words it. */
export async function act(route, body, say) {
  try {
    return await answer(
      await fetch(`/control/${route}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      }),
    );
  } catch (error) {
    toast(say("not_there", { error: error.message }), { warning: true });
    return null;
  }
}

const EVENTS = ["ready", "message", "views", "home", "clock", "channel", "connection", "toast"];

/** Follows the stream as one person; `handlers` by event name, `online(bool)` besides. Answers a function that ends it. */
export function follow(person, after, handlers) {
  const source = new EventSource(`/control/events?${new URLSearchParams({ as: person, after })}`);
  for (const name of EVENTS) source.addEventListener(name, (event) => handlers[name](JSON.parse(event.data)));
  source.addEventListener("open", () => handlers.online(true));
  source.addEventListener("error", () => handlers.online(false));
  return () => source.close();
}
