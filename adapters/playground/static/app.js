// Starts the page. The server keeps everything; the page asks for one member's view and draws it.

import { listen, look, post } from "./api.js";
import { drawClock, startClock } from "./clock.js";
import { drawComposer, fill, startComposer } from "./composer.js";
import { byId } from "./dom.js";
import { drawFeed, scrollToEnd } from "./feed.js";
import { openForm } from "./forms.js";
import { openMenu, startMenu } from "./menu.js";
import { closePanel, openPanel, startPanel } from "./panel.js";
import { drawPlaces, drawWho } from "./side.js";
import { startTheme } from "./theme.js";
import { drawTrouble } from "./trouble.js";
import { write } from "./when.js";

let me = sessionStorage.getItem("cairn.member") ?? "wren";
let placeId = sessionStorage.getItem("cairn.place") ?? "wins";
let view = null;
let asking = null;

// drawing

async function refresh() {
  const member = me;
  const turn = (asking = Symbol("turn"));
  let fresh;
  try {
    fresh = await look(member);
  } catch {
    if (view || member === "wren") return;
    me = "wren"; // a name kept from an older playground
    return refresh();
  }
  if (turn !== asking || member !== me) return;
  view = fresh;
  draw();
}

function draw() {
  const place = view.places.find((known) => known.id === placeId) ?? view.places[0];
  placeId = place.id;
  drawPlaces(view, placeId, go);
  drawWho(view, become);
  drawClock(view);
  drawTrouble(view, place, change);
  byId("place-name").textContent = place.kind === "room" ? `#${place.name}` : place.name;
  byId("place-topic").textContent = place.topic;
  byId("feed").setAttribute("aria-label", `Messages in ${place.name}`);
  document.title = `${place.name} · Harbour, a Cairn playground`;
  drawFeed(view, place, actions);
  drawComposer(view, place, send);
  if (place.unread && document.visibilityState === "visible") post("read", { member: me, room: placeId }).catch(() => {});
}

// going about

async function go(id) {
  placeId = id;
  sessionStorage.setItem("cairn.place", id);
  drawer(false);
  closePanel();
  if (id.startsWith("home-")) await post("home", { member: me }).catch(complain);
  await refresh();
  if (!byId("composer").hidden && matchMedia("(hover: hover)").matches) byId("box")?.focus();
}

async function become(id) {
  const kind = placeId.startsWith("dm-") ? "dm" : placeId.startsWith("home-") ? "home" : "";
  me = id;
  sessionStorage.setItem("cairn.member", id);
  await go(kind ? `${kind}-${id}` : placeId);
  say(`You are ${view.me.name} now.`);
}

function drawer(open) {
  const narrow = matchMedia("(max-width: 760px)").matches;
  document.body.classList.toggle("drawer", open && narrow);
  byId("scrim").hidden = !(open && narrow);
  byId("side").inert = narrow && !open;
  byId("drawer-open").setAttribute("aria-expanded", String(open));
  if (open) byId("places").querySelector("[aria-current]")?.focus();
}

// acting

async function send(act, body) {
  try {
    const answer = await post(act, { member: me, room: placeId, ...body });
    await refresh();
    if (answer.outcome === "form") ask(answer.form);
    if (answer.outcome === "reply" || act === "say") scrollToEnd();
    return answer;
  } catch (error) {
    complain(error);
    return null;
  }
}

function ask(form) {
  openForm(
    form,
    view,
    async (call, values) => {
      const answer = await post("submit", { member: me, room: placeId, call, values });
      await refresh();
      return answer;
    },
    (answer) => answer.outcome === "reply" && scrollToEnd(),
  );
}

const actions = {
  fill,
  on: (item) => ({
    press: async (call, button) => {
      button.setAttribute("aria-busy", "true");
      await send("press", { call, message: item.id });
      button.removeAttribute("aria-busy");
    },
    choose: (call, value) => send("choose", { call, value, message: item.id }),
    dismiss: () => send("dismiss", { message: item.id }),
    look: (anchor) => openPanel(item, view.me, anchor).catch(complain),
    menu: (anchor) => openMenu(anchor, "Message menu", menuOf(item, anchor)),
  }),
};

function menuOf(item, anchor) {
  const items = view.menus.map((label) => ({ label, run: () => send("menu", { label, message: item.id }) }));
  if (item.card) items.push({ label: "What Discord and Slack receive", run: () => openPanel(item, view.me, anchor).catch(complain) });
  if (item.private) items.push({ label: "Dismiss", run: () => send("dismiss", { message: item.id }) });
  if (item.removable) items.push({ label: "Delete on the platform", note: "By hand, without Cairn", danger: true, run: () => send("remove", { message: item.id }) });
  return items.length ? items : [{ label: "Nothing to do here", run: () => {} }];
}

async function change(fault) {
  await post("fault", fault).catch(complain);
  await refresh();
}

async function move(by) {
  const answer = await post("clock", by).catch(complain);
  if (!answer) return;
  await refresh();
  const now = `It is now ${write(answer.now, "date-time", view.me.zone)}.`;
  if (by.to === "next" && !answer.seen) say(answer.moved ? `Nothing came. ${now}` : "Nothing is planned.");
  else say(answer.seen ? `${now} There is something new.` : now);
}

// telling

let hush = 0;
function say(text) {
  byId("toast").textContent = text;
  byId("toast").classList.add("toast-on");
  clearTimeout(hush);
  hush = setTimeout(() => byId("toast").classList.remove("toast-on"), 4000);
}

const complain = (error) => void say(error instanceof TypeError ? "The playground does not answer." : error.message);

// starting

startTheme();
startMenu();
startPanel();
startComposer();
startClock(move);
byId("drawer-open").addEventListener("click", () => drawer(true));
byId("drawer-close").addEventListener("click", () => {
  drawer(false);
  byId("drawer-open").focus();
});
byId("scrim").addEventListener("click", () => drawer(false));
byId("side").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("drawer")) byId("drawer-close").click();
});
matchMedia("(max-width: 760px)").addEventListener("change", () => drawer(false));
document.addEventListener("visibilitychange", () => view && draw());
drawer(false);
if (placeId.startsWith("home-")) await post("home", { member: me }).catch(() => {});
await refresh();
listen(refresh, (online) => {
  byId("offline").hidden = online;
  if (online) refresh();
});
