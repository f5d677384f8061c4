// One popup menu for the whole page: arrow keys, Home, End, Escape, and focus goes back where it came from.

import { byId, h } from "./dom.js";

let opener = null;
let pressed = null; // the button of the open menu, when a press began on it

// `items`: {label, note, checked, on, danger, icon, run}; `checked` given makes a choice of one, `on` a switch.
export function openMenu(anchor, label, items, above = false) {
  // A press outside closes the menu before it arrives here; on the menu's own button that is all it means.
  if (pressed === anchor) return void (pressed = null);
  const menu = byId("menu");
  menu.setAttribute("aria-label", label);
  menu.replaceChildren(
    ...items.map((item) =>
      h(
        "button",
        {
          type: "button",
          class: item.danger ? "menu-item menu-danger" : "menu-item",
          role: item.on !== undefined ? "menuitemcheckbox" : item.checked !== undefined ? "menuitemradio" : "menuitem",
          "aria-checked": (item.on ?? item.checked)?.toString(),
          tabindex: "-1",
          onclick: () => {
            menu.hidePopover();
            item.run();
          },
        },
        item.icon,
        h("span", { class: "menu-label" }, item.label, item.note && h("span", { class: "quiet" }, item.note)),
        (item.on || item.checked) && h("span", { class: "menu-tick", "aria-hidden": "true" }, "✓"),
      ),
    ),
  );
  opener = anchor;
  anchor.setAttribute("aria-expanded", "true");
  menu.showPopover();
  place(menu, anchor, above);
  (menu.querySelector("[aria-checked=true]") ?? menu.firstElementChild)?.focus();
}

function place(menu, anchor, above) {
  const at = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const left = Math.min(Math.max(8, above ? at.left : at.right - size.width), window.innerWidth - size.width - 8);
  const fits = at.bottom + size.height + 8 < window.innerHeight && !above;
  const top = fits ? at.bottom + 4 : Math.max(8, at.top - size.height - 4);
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}

export function startMenu() {
  const menu = byId("menu");
  menu.addEventListener("keydown", (event) => {
    const items = [...menu.children];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items[(to + items.length) % items.length].focus();
    }
    if (event.key === "Tab") menu.hidePopover();
  });
  const began = (event) => (pressed = menu.matches(":popover-open") && opener?.contains(event.target) ? opener : null);
  document.addEventListener("pointerdown", began, true);
  document.addEventListener("keydown", () => (pressed = null), true);
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed" || !opener) return;
    opener.setAttribute("aria-expanded", "false");
    if (document.activeElement === document.body || menu.contains(document.activeElement)) opener.focus();
    opener = null;
  });
}
