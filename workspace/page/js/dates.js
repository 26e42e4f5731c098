// Instants in the branch's zone and the reader's language; Slack's <!date^…> formats.

/** A reader of dates: `{language: "zh"|"en", zone, now: Date}`. */
export function formatter(language, zone, options) {
  return new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-US", {
    timeZone: zone,
    hourCycle: "h23",
    ...options,
  });
}

/** `2026-11-23` of an instant in the zone. */
export function dayOf(date, zone) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(date);
}

export function timeOf(date, reader) {
  return formatter(reader.language, reader.zone, { hour: "2-digit", minute: "2-digit" }).format(date);
}

export function dayAndTime(date, reader) {
  const day = formatter(reader.language, reader.zone, {
    month: "short",
    day: "numeric",
    weekday: "short",
  }).format(date);
  return `${day} ${timeOf(date, reader)}`;
}

/** A Slack `ts` as a Date. */
export function fromTs(ts) {
  return new Date(Number(ts) * 1000);
}

const RELATIVE = {
  "-1": { zh: "昨天", en: "yesterday" },
  0: { zh: "今天", en: "today" },
  1: { zh: "明天", en: "tomorrow" },
};

function relativeDay(date, reader) {
  const days =
    (Date.parse(dayOf(date, reader.zone)) - Date.parse(dayOf(reader.now, reader.zone))) / 86_400_000;
  return RELATIVE[days]?.[reader.language] ?? null;
}

/** "Today", "Yesterday" or the long date, for the rules between days. */
export function dayHeading(date, reader) {
  const relative = relativeDay(date, reader);
  const long = { month: "long", day: "numeric", weekday: "long" };
  if (!relative) return formatter(reader.language, reader.zone, long).format(date);
  return relative[0].toUpperCase() + relative.slice(1);
}

function ago(date, reader) {
  const seconds = Math.round((date - reader.now) / 1000);
  const format = new Intl.RelativeTimeFormat(reader.language === "zh" ? "zh-CN" : "en-US", {
    numeric: "auto",
  });
  const [unit, size] = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
    ["second", 1],
  ].find(([, s]) => Math.abs(seconds) >= s) ?? ["second", 1];
  return format.format(Math.trunc(seconds / size), unit);
}

const PARTS = {
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { year: "numeric", month: "long", day: "numeric", weekday: "long" },
  time: { hour: "2-digit", minute: "2-digit" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

/** Slack's date formats: `{date_num} {date} {date_short} {date_long} {…_pretty} {time} {time_secs} {ago}`. */
export function dateToken(seconds, format, reader) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return null;
  return format.replace(/\{(\w+)\}/g, (whole, name) => {
    if (name === "date_num") return dayOf(date, reader.zone);
    if (name === "date_slash") return dayOf(date, reader.zone).replaceAll("-", "/");
    if (name === "ago") return ago(date, reader);
    const plain = name.replace(/_pretty$/, "");
    if (!PARTS[plain]) return whole;
    const relative = name === plain ? null : relativeDay(date, reader);
    return relative ?? formatter(reader.language, reader.zone, PARTS[plain]).format(date);
  });
}

/** Seconds since 1970 of a wall time `2026-11-24T09:30` in the zone. */
export function secondsOf(local, zone) {
  const asUtc = Date.parse(`${local}Z`);
  const shown = localOf(asUtc / 1000, zone);
  return (asUtc - (Date.parse(`${shown}Z`) - asUtc)) / 1000;
}

/** The wall time `2026-11-24T09:30` in the zone of an instant in seconds. */
export function localOf(seconds, zone) {
  return new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  })
    .format(new Date(seconds * 1000))
    .replace(" ", "T");
}
