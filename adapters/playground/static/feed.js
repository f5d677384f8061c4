// The centre: messages, cards and private answers of one place. Elements of what did not change are kept.

import { drawCard, tellsTime } from "./cards.js";
import { avatar, byId, cairn, h } from "./dom.js";
import { dayIn, write } from "./when.js";

const kept = new Map();
let shownPlace = "";

export function drawFeed(view, place, act) {
  const feed = byId("feed");
  const moved = shownPlace !== `${view.me.id} ${place.id}`;
  const atEnd = feed.scrollHeight - feed.scrollTop - feed.clientHeight < 80;
  if (moved) {
    kept.clear();
    feed.replaceChildren();
    shownPlace = `${view.me.id} ${place.id}`;
  }
  const wanted = [];
  if (place.kind === "home" && view.home) wanted.push(["home", homeKey(view), () => drawHome(view, act)]);
  let day = "";
  for (const item of place.items) {
    const today = dayIn(item.at, view.me.zone);
    if (today !== day && place.kind !== "home") wanted.push([`day ${today}`, "", () => drawDay(item, view)]);
    day = today;
    const key = `${item.rev} ${item.card && tellsTime(item.card) ? view.now : ""}`;
    wanted.push([item.id, key, () => drawItem(item, view, act)]);
  }
  if (!place.items.length && place.kind !== "home") wanted.push(["empty", view.me.id, () => drawEmpty(place, view, act)]);
  reconcile(feed, wanted);
  if (moved) feed.scrollTop = place.kind === "home" ? 0 : feed.scrollHeight;
  else if (atEnd) feed.scrollTo({ top: feed.scrollHeight });
}

export function scrollToEnd() {
  const feed = byId("feed");
  feed.scrollTo({ top: feed.scrollHeight });
}

const homeKey = (view) => `${view.home.rev} ${tellsTime(view.home.card) ? view.now : ""}`;

function reconcile(feed, wanted) {
  const ids = new Set(wanted.map(([id]) => id));
  const focus = feed.contains(document.activeElement) ? document.activeElement : null;
  const holder = focus?.closest("[data-item]");
  const position = holder ? [...holder.querySelectorAll("button, select, summary, a")].indexOf(focus) : -1;
  for (const [id, known] of kept) {
    if (!ids.has(id)) {
      known.node.remove();
      kept.delete(id);
    }
  }
  let before = null;
  for (const [id, key, draw] of wanted) {
    let known = kept.get(id);
    if (!known || known.key !== key) {
      const node = draw();
      node.dataset.item = id;
      if (known) known.node.replaceWith(node);
      known = { key, node };
      kept.set(id, known);
    }
    const place = before ? before.nextSibling : feed.firstChild;
    if (place !== known.node) feed.insertBefore(known.node, place);
    before = known.node;
  }
  if (holder && !focus.isConnected) refocus(kept.get(holder.dataset.item)?.node, position);
}

function refocus(node, position) {
  if (!node) return byId("feed").focus({ preventScroll: true });
  const stops = [...node.querySelectorAll("button, select, summary, a")];
  (stops[position] ?? stops[0] ?? node).focus({ preventScroll: true });
}

function drawDay(item, view) {
  return h("p", { class: "day" }, h("span", {}, write(item.at, "day", view.me.zone)));
}

function drawItem(item, view, act) {
  const hands = act.on(item);
  const time = h("time", { class: "quiet", datetime: item.at, title: write(item.at, "date-time", view.me.zone) }, write(item.at, "time", view.me.zone));
  const more = h(
    "button",
    {
      type: "button",
      class: "icon message-more",
      "aria-label": `Message menu: ${item.card ? item.card.title : item.author.name}`,
      "aria-haspopup": "menu",
      onclick: (event) => hands.menu(event.currentTarget),
    },
    "⋯",
  );
  const priv =
    item.private &&
    h(
      "p",
      { class: "private" },
      h("span", {}, h("span", { "aria-hidden": "true" }, "◌ "), "Only you can see this"),
      h("button", { type: "button", class: "private-dismiss", onclick: hands.dismiss }, "Dismiss"),
    );
  return h(
    "div",
    { class: item.private ? "message message-private" : "message", tabindex: "-1" },
    avatar(item.author),
    h(
      "div",
      { class: "message-body" },
      h(
        "p",
        { class: "message-head" },
        h("strong", {}, item.author.name),
        item.author.bot && h("span", { class: "badge" }, "bot"),
        time,
      ),
      item.card ? drawCard(item, view, hands) : h("p", { class: "message-text" }, item.text),
      (priv || item.card) && h("div", { class: "message-foot" }, priv, item.card && look(hands)),
    ),
    more,
  );
}

function look(hands) {
  return h(
    "button",
    { type: "button", class: "look", title: "What Discord and Slack receive", onclick: (event) => hands.look(event.currentTarget) },
    h("span", { "aria-hidden": "true" }, "{ } "),
    h("span", { class: "hidden-text" }, "What "),
    "Discord and Slack",
    h("span", { class: "hidden-text" }, " receive"),
  );
}

function drawHome(view, act) {
  const hands = act.on(view.home);
  const card = drawCard(view.home, view, hands);
  for (const line of card.querySelectorAll(".block-text")) {
    const buttons = line.nextElementSibling;
    if (!buttons?.classList.contains("block-actions")) continue;
    const row = h("div", { class: "home-row" });
    line.before(row);
    row.append(line, buttons);
  }
  return h("div", { class: "home", tabindex: "-1" }, card, h("div", { class: "message-foot" }, look(hands)));
}

function drawEmpty(place, view, act) {
  const [title, text, tries] = emptyWords(place, view);
  return h(
    "div",
    { class: "empty" },
    cairn("empty-logo"),
    h("h2", {}, title),
    h("p", {}, text),
    tries.map((line) => h("button", { type: "button", class: "try", onclick: () => act.fill(line) }, h("code", {}, line))),
  );
}

function emptyWords(place, view) {
  const has = (name) => view.commands.some((command) => command.name === name);
  if (place.kind === "dm") return ["Between you and Cairn", "When Cairn has something for you, it writes here. Step the clock to see what comes later.", []];
  if (place.kind === "private") return ["A private room", "Only the people in it can read this.", []];
  switch (place.id) {
    case "wins":
      return [
        "The first stone",
        "Cairn keeps what went well, big or small, and everyone here can see it. Press the line below, read it, then press Enter.",
        has("win") ? ["/win Sent two applications"] : ["/"],
      ];
    case "support":
      return [
        "For the hard days",
        "Log a rejection and only you will see it. Share it here when you want company.",
        has("rejection") ? ["/rejection"] : [],
      ];
    default:
      return ["Say something as " + view.me.name, "Cairn does not read what is said here. Open ⋯ on your own message to keep it as a win.", ["Had a good talk with a former colleague today"]];
  }
}
