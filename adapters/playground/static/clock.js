// The clock: it stands still until somebody moves it.

import { byId, h } from "./dom.js";
import { city, write } from "./when.js";

const STEPS = [
  ["+1 hour", { hours: 1 }],
  ["+1 day", { days: 1 }],
  ["+1 week", { weeks: 1 }],
];

export function startClock(move) {
  const step = (label, by) => h("button", { type: "button", class: "button button-plain", onclick: () => move(by) }, label);
  byId("clock").replaceChildren(
    h("p", { class: "clock-now", id: "clock-now" }),
    h("p", { class: "clock-zone quiet", id: "clock-zone" }),
    h("div", { class: "clock-steps" }, STEPS.map(([label, by]) => step(label, by))),
    h(
      "button",
      { type: "button", class: "button button-plain clock-next", id: "clock-next", onclick: () => move({ to: "next" }) },
    ),
  );
}

export function drawClock(view) {
  byId("clock-now").textContent = write(view.now, "date-time", view.me.zone);
  byId("clock-zone").textContent = `in ${city(view.me.zone)}. Time stands still until you move it.`;
  const next = byId("clock-next");
  next.disabled = !view.next;
  next.textContent = view.next ? "To the next event" : "Nothing is planned yet";
}
