// The left side: rooms, messages, Home, and who you are.

import { avatar, byId, h } from "./dom.js";
import { openMenu } from "./menu.js";
import { city } from "./when.js";

const GROUPS = [
  ["Rooms", "room", "#"],
  ["Private rooms", "private", "◇"],
  ["Direct messages", "dm", ""],
];

export function drawPlaces(view, current, go) {
  const link = (place, sign) =>
    h(
      "a",
      {
        class: place.unread ? "place place-unread" : "place",
        href: `#${place.id}`,
        "aria-current": place.id === current ? "page" : undefined,
        "data-place": place.id,
        onclick: (event) => {
          event.preventDefault();
          go(place.id);
        },
      },
      sign,
      h("span", { class: "place-name" }, place.name),
      place.unread && h("span", { class: "dot" }, h("span", { class: "hidden-text" }, "new")),
    );
  const home = view.places.find((place) => place.kind === "home");
  const groups = GROUPS.map(([title, kind, sign]) => {
    const places = view.places.filter((place) => place.kind === kind);
    if (!places.length) return null;
    const mark = kind === "dm" ? avatar({ bot: true }, "avatar-small") : h("span", { class: "place-sign", "aria-hidden": "true" }, sign);
    return h(
      "section",
      {},
      h("h2", {}, title),
      h("ul", {}, places.map((place) => h("li", {}, link(place, mark.cloneNode(true))))),
    );
  });
  const nav = byId("places");
  const focused = nav.contains(document.activeElement) ? document.activeElement.dataset.place : null;
  nav.replaceChildren(
    h("ul", {}, h("li", {}, link(home, h("span", { class: "place-sign", "aria-hidden": "true" }, "⌂")))),
    ...groups.filter(Boolean),
  );
  if (focused) nav.querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
}

export function drawWho(view, become) {
  const button = byId("who");
  button.replaceChildren(
    avatar(view.me),
    h("span", { class: "who-text" }, h("span", { class: "hidden-text" }, "You are "), view.me.name, h("span", { class: "quiet" }, roleOf(view.me))),
    h("span", { class: "who-sign quiet", "aria-hidden": "true" }, "Switch"),
  );
  button.onclick = () =>
    openMenu(
      button,
      "Be somebody else",
      view.members.map((member) => ({
        label: member.name,
        note: `${roleOf(member)} · ${city(member.zone)}`,
        icon: avatar(member, "avatar-small"),
        checked: member.id === view.me.id,
        run: () => become(member.id),
      })),
      true,
    );
}

const roleOf = (member) => (member.organiser ? "Organiser" : member.roles.length ? member.roles.join(", ") : "Member");
