// What can go wrong on purpose: for whoever you are now, in the room you look at, and everywhere.

import { byId } from "./dom.js";
import { openMenu } from "./menu.js";

export function drawTrouble(view, place, change) {
  const { faults, me } = view;
  const switches = [
    { label: "My direct messages are closed", kind: "closed_dms", target: me.id, on: faults.closed_dms },
    { label: "I am timed out", kind: "timed_out", target: me.id, on: faults.timed_out },
    { label: "I left the community", kind: "left", target: me.id, on: faults.left },
    { label: "Private rooms can't be made", kind: "no_rooms", on: faults.no_rooms },
  ];
  if (place.kind === "room") {
    const on = faults.lost_rooms.includes(place.id);
    switches.push({ label: `Cairn can't post in #${place.name}`, kind: "lost_rooms", target: place.id, on });
  }
  const count = switches.filter(({ on }) => on).length;
  const button = byId("trouble");
  button.textContent = count ? `Trouble: ${count}` : "Trouble";
  button.onclick = () =>
    openMenu(
      button,
      "Let something go wrong",
      switches.map(({ label, kind, target, on }) => ({ label, on, run: () => change({ kind, target, on: !on }) })),
    );
}
