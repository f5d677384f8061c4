// The side panel: what Discord and Slack would receive for a card.

import { post } from "./api.js";
import { byId, h } from "./dom.js";

const NAMES = { discord: "Discord", slack: "Slack" };
let back = null;

export async function openPanel(item, me, anchor) {
  const { previews } = await post("preview", { member: me.id, message: item.id });
  const panel = byId("panel");
  const names = Object.keys(previews);
  const code = h("code", {});
  const tabs = names.map((name) =>
    h(
      "button",
      { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel-json", onclick: () => choose(name) },
      NAMES[name] ?? name,
    ),
  );
  const area = h("pre", { id: "panel-json", class: "json", role: "tabpanel", tabindex: "0" }, code);
  const copied = h("span", { class: "quiet", role: "status" });
  let text = "";

  function choose(name) {
    text = JSON.stringify(previews[name], null, 2);
    code.replaceChildren(...colour(text));
    area.setAttribute("aria-labelledby", `tab-${name}`);
    copied.textContent = "";
    tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(names[i] === name));
      tab.tabIndex = names[i] === name ? 0 : -1;
    });
  }

  const list = h("div", { class: "tabs", role: "tablist", "aria-label": "Platform" }, tabs);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const to = (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length;
    choose(names[to]);
    tabs[to].focus();
  });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      copied.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      copied.textContent = "Marked: copy it with your keyboard";
    }
  };
  panel.replaceChildren(
    h(
      "header",
      { class: "panel-top" },
      h(
        "div",
        {},
        h("h2", { id: "panel-title" }, "What Discord and Slack receive"),
        h("p", { class: "quiet" }, `“${item.card.title}”`),
      ),
      h("button", { type: "button", class: "icon", "aria-label": "Close this panel", onclick: closePanel }, "✕"),
    ),
    list,
    area,
    h("footer", { class: "panel-end" }, h("button", { type: "button", class: "button button-plain", onclick: copy }, "Copy"), copied),
  );
  if (names.length) choose(names[0]);
  else area.replaceChildren("No other platform is connected to this playground.");
  panel.hidden = false;
  back = anchor;
  (tabs[0] ?? area).focus();
}

export function closePanel() {
  const panel = byId("panel");
  if (panel.hidden) return;
  panel.hidden = true;
  panel.replaceChildren();
  if (back?.isConnected) back.focus();
}

export function startPanel() {
  byId("panel").addEventListener("keydown", (event) => event.key === "Escape" && closePanel());
}

// Keys, texts and the rest in three colours.
function colour(text) {
  return text.split(/("(?:[^"\\]|\\.)*"(?:\s*:)?)/).map((piece) => {
    if (!piece.startsWith('"')) return piece;
    return h("span", { class: piece.endsWith(":") ? "json-key" : "json-text" }, piece);
  });
}
