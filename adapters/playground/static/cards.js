// A card as JSON -> elements. `act` does what a person asks of it: press(call), choose(call, value).

import { h } from "./dom.js";
import { fromNow, write } from "./when.js";

export function drawCard(item, scene, act) {
  const card = item.card;
  return h(
    "article",
    { class: `card tone-${card.tone}`, "aria-label": card.summary },
    h("h3", { class: "card-title" }, card.title),
    card.body.map((block) => drawBlock(block, scene, act)),
    card.files.map((file, index) =>
      h(
        "a",
        {
          class: "file",
          href: `/api/file?member=${scene.me.id}&message=${encodeURIComponent(item.id)}&index=${index}`,
          download: file.name,
        },
        h("span", { "aria-hidden": "true" }, "↓ "),
        `${file.name} (${sizeOf(file.size)})`,
      ),
    ),
  );
}

const sizeOf = (bytes) => (bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} KB`);

function drawBlock(block, scene, act) {
  switch (block.block) {
    case "text":
      return h("p", { class: "block-text" }, inline(block.content, scene));
    case "note":
      return h("p", { class: "block-note" }, inline(block.content, scene));
    case "fields":
      return h(
        "dl",
        { class: "block-fields" },
        block.rows.map((row) =>
          h("div", { class: isLong(row.content) ? "wide" : "" }, h("dt", {}, row.label), h("dd", {}, inline(row.content, scene))),
        ),
      );
    case "divider":
      return h("hr", { class: "block-divider" });
    case "actions":
      return h("div", { class: "block-actions" }, block.buttons.map((button) => drawButton(button, act)));
    case "select":
      return drawSelect(block, act);
    case "image":
      return h(
        "p",
        { class: "block-image" },
        h("span", { "aria-hidden": "true" }, "▧ "),
        `Picture: ${block.alt} `,
        h("span", { class: "quiet" }, "(this page loads nothing from outside)"),
      );
    case "hidden":
      return h(
        "details",
        { class: "block-hidden" },
        h("summary", {}, block.note),
        h("p", { class: "block-text" }, inline(block.content, scene)),
      );
  }
  throw new Error(`unknown block ${block.block}`);
}

// Does a value need more than half of a card's width?
const isLong = (parts) => parts.reduce((sum, part) => sum + (part.text ?? "").length, 0) > 40;

function drawButton(button, act) {
  const label = button.label === "…" ? "More" : undefined;
  return h(
    "button",
    {
      type: "button",
      class: `button button-${button.style}`,
      "aria-label": label,
      title: label,
      "data-call": button.call,
      onclick: (event) => act.press(button.call, event.currentTarget),
    },
    button.label,
  );
}

function drawSelect(block, act) {
  const select = h(
    "select",
    {
      class: "select",
      "aria-label": block.placeholder || "Choose",
      onchange: (event) => event.currentTarget.value && act.choose(block.call, event.currentTarget.value),
    },
    block.chosen === null && h("option", { value: "" }, block.placeholder || "Choose"),
    block.options.map((option) => h("option", { value: option.value }, option.label)),
  );
  select.value = block.chosen ?? "";
  return h("div", { class: "block-select" }, select);
}

function inline(parts, scene) {
  return parts.map((part) => {
    switch (part.kind) {
      case "text":
        return part.text;
      case "bold":
        return h("strong", {}, part.text);
      case "mention": {
        const me = part.person === scene.me.id && part.ping;
        return h("span", { class: me ? "mention mention-me" : "mention" }, `${part.ping ? "@" : ""}${part.text}`);
      }
      case "when": {
        const full = write(part.at, "date-time", scene.me.zone);
        const text = part.style === "relative" ? fromNow(part.at, scene.now) : write(part.at, part.style, scene.me.zone);
        return h("time", { datetime: part.at, title: `${full}, your time` }, text);
      }
      case "link":
        return drawLink(part);
    }
    throw new Error(`unknown part ${part.kind}`);
  });
}

function drawLink(part) {
  // The core lets only these through; the page does not rely on it.
  if (!/^(https?:\/\/|tel:)/.test(part.url)) return `${part.text} (${part.url})`;
  return h("a", { href: part.url, target: "_blank", rel: "noopener noreferrer", title: part.url }, part.text);
}

// Does any part of the card read differently when the clock moves?
export const tellsTime = (card) => JSON.stringify(card.body).includes('"style": "relative"') || JSON.stringify(card.body).includes('"style":"relative"');
