// Moments as words, in the zone of whoever reads.

const SHAPES = {
  date: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  "date-time": { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  day: { weekday: "long", day: "numeric", month: "long" },
};
const STEPS = [
  ["week", 604800],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];
const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
const shapes = new Map();

export function write(iso, shape, zone) {
  const key = `${shape} ${zone}`;
  if (!shapes.has(key)) shapes.set(key, new Intl.DateTimeFormat("en-GB", { ...SHAPES[shape], timeZone: zone }));
  return shapes.get(key).format(new Date(iso));
}

export function fromNow(iso, now) {
  const seconds = Math.round((new Date(iso) - new Date(now)) / 1000);
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return "now";
}

// The calendar day in a zone, as date inputs write it.
export function dayIn(iso, zone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    new Date(iso),
  );
}

export const city = (zone) => zone.split("/").pop().replaceAll("_", " ");
