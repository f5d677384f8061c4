// The message box. "/" completes commands; a chosen command shows its options as small inputs; the rest is talk.

import { post } from "./api.js";
import { byId, freshId, h } from "./dom.js";
import { SuggestionList } from "./suggest.js";

let scene = null; // {view, place, send}
let chosen = null; // the command whose options are being filled in
let inputs = [];
let list = null;
let box = null;

export function startComposer() {
  list = new SuggestionList("suggestions", "Suggestions");
  box = h("textarea", {
    id: "box",
    rows: 1,
    role: "combobox",
    "aria-label": "Message or command",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "suggestions",
    autocomplete: "off",
    oninput: typed,
    onkeydown: keyed,
    onblur: () => list.close(),
  });
  showText();
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest("input, textarea, select, dialog, [popover]") || event.ctrlKey || event.metaKey || event.altKey;
    if (event.key !== "/" || busy || byId("composer").hidden) return;
    event.preventDefault();
    fill("/");
  });
}

export function drawComposer(view, place, send) {
  const elsewhere = scene && scene.place.id !== place.id;
  scene = { view, place, send };
  byId("composer").hidden = place.kind === "home";
  const narrow = matchMedia("(max-width: 760px)").matches;
  box.placeholder = place.kind === "dm" ? "Type / for a command" : narrow ? "Message, or type /" : `Write to ${place.name} as ${view.me.name}, or type / for a command`;
  if (elsewhere) {
    list.close();
    if (chosen) showText();
  }
}

// Puts text into the box as if it had been typed.
export function fill(text) {
  showText(text);
  box.focus();
  typed();
}

function showText(text = "") {
  chosen = null;
  inputs = [];
  box.value = text;
  const send = h("button", { type: "button", class: "button button-primary send", onclick: sendText }, "Send");
  byId("composer").replaceChildren(h("div", { class: "box" }, box, send), list.node);
  grow();
}

function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}

function typed() {
  grow();
  const text = box.value;
  if (!text.startsWith("/") || !scene) return list.close();
  const line = text.slice(1).toLowerCase();
  const whole = scene.view.commands
    .filter((command) => line.startsWith(`${command.name} `) && !longer(command, line))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (whole?.options.length) return showCommand(whole, text.slice(whole.name.length + 2));
  if (whole) return list.close();
  const found = scene.view.commands.filter((command) => fits(command, line));
  list.show(
    box,
    found.map((command) => ({
      label: `/${command.name}`,
      hint: command.options.map((option) => (option.required ? option.name : `${option.name}?`)).join("  "),
      note: command.description,
      badge: command.staff ? "organisers" : "",
      pick: () => accept(command),
    })),
    "No such command.",
  );
}

const longer = (command, line) => scene.view.commands.some((other) => other !== command && other.name.startsWith(`${command.name} `) && other.name.startsWith(line.trimEnd()));
const fits = (command, line) => command.name.startsWith(line) || (line.length > 1 && command.name.split(" ").some((word) => word.startsWith(line)));

function accept(command) {
  list.close();
  if (command.options.length) return showCommand(command, "");
  showText();
  return run(command, {});
}

function keyed(event) {
  if (list.key(event)) return;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    sendText();
  }
}

async function sendText() {
  const text = box.value.trim();
  if (!text || !scene) return;
  list.close();
  if (text.startsWith("/")) {
    const answer = await scene.send("command", { line: text });
    if (answer?.outcome === "invalid") return complain(Object.values(answer.errors).join(" "));
    if (answer) showText();
    return;
  }
  if (await scene.send("say", { text })) showText();
  box.focus();
}

function complain(text) {
  byId("composer").querySelector(".box-error")?.remove();
  byId("composer").append(h("p", { class: "box-error form-error", role: "alert" }, text));
}

// A chosen command: its name as a chip, its options as inputs.

function showCommand(command, rest) {
  list.close();
  chosen = command;
  const hint = h("p", { class: "box-hint quiet", id: "box-hint" }, command.description);
  inputs = command.options.map((option) => drawOption(option, hint, command));
  const main = inputs.find((input) => input.option.param === "text") ?? inputs[0];
  if (rest && main) main.write(rest);
  const row = h(
    "div",
    { class: "box box-command", role: "group", "aria-label": `/${command.name}` },
    h("button", { type: "button", class: "chip", "aria-label": `Take back /${command.name}`, onclick: leave }, `/${command.name}`, h("span", { "aria-hidden": "true" }, " ✕")),
    h("div", { class: "options" }, inputs.map((input) => input.node)),
    h("button", { type: "button", class: "button button-primary send", onclick: sendCommand }, "Send"),
  );
  byId("composer").replaceChildren(row, hint, list.node);
  row.addEventListener("keydown", commandKeys);
  main?.control.focus();
}

function leave() {
  showText(`/${chosen.name}`);
  box.focus();
}

function commandKeys(event) {
  if (list.key(event)) return;
  if (event.key === "Enter" && !event.isComposing && !event.target.closest("button")) {
    event.preventDefault();
    sendCommand();
  }
  const emptied = event.key === "Backspace" && event.target === inputs[0]?.control && !inputs[0].read();
  if (event.key === "Escape" || emptied) {
    event.preventDefault();
    leave();
  }
}

async function sendCommand() {
  const command = chosen;
  const args = Object.fromEntries(inputs.map((input) => [input.option.name, input.read()]));
  await run(command, args);
}

async function run(command, args) {
  const answer = await scene.send("command", { name: command.name, args });
  if (!answer) return;
  if (answer.outcome === "invalid") {
    for (const input of inputs) input.complain(answer.errors[input.option.name] ?? "");
    return;
  }
  showText();
  if (answer.outcome !== "form") box.focus();
}

function drawOption(option, hint, command) {
  const id = freshId("option");
  const error = h("span", { class: "form-error", id: `${id}-error` });
  const base = { id, "aria-describedby": `box-hint ${id}-error`, "aria-required": option.required ? "true" : undefined };
  const control = drawControl(option, base);
  const label = option.required ? option.name : `${option.name} (optional)`;
  const wide = option.param === "text" ? " option-wide" : "";
  const node = h("div", { class: `option${wide}` }, h("label", { for: id }, label), control, error);
  control.addEventListener("focus", () => (hint.textContent = option.description));
  if (option.completes) completes(control, option, command);
  return {
    option,
    node,
    control,
    read: () => control.value,
    write: (text) => (control.value = text),
    complain(text) {
      error.textContent = text;
      control.setAttribute("aria-invalid", String(Boolean(text)));
      if (text) control.focus();
    },
  };
}

function drawControl(option, base) {
  switch (option.param) {
    case "tick":
    case "choice":
    case "person":
    case "room":
      return h(
        "select",
        { ...base, class: "select" },
        h("option", { value: "" }, "–"),
        option.choices.map((choice) => h("option", { value: choice.value }, choice.label)),
      );
    case "day":
      return h("input", { ...base, type: "date" });
    case "number":
      return h("input", { ...base, type: "number", step: 1 });
    default:
      return h("input", { ...base, type: "text", autocomplete: "off" });
  }
}

function completes(input, option, command) {
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggestions" }))
    input.setAttribute(name, value);
  let turn = 0;
  const ask = async () => {
    const mine = ++turn;
    const { suggestions } = await post("complete", { name: command.name, option: option.name, text: input.value });
    if (mine !== turn || document.activeElement !== input) return;
    const items = suggestions.filter((text) => text !== input.value);
    list.show(input, items.map((text) => ({ label: text, pick: () => ((input.value = text), list.close()) })), "", -1);
  };
  input.addEventListener("input", ask);
  input.addEventListener("focus", ask);
  input.addEventListener("blur", () => {
    turn++;
    list.close();
  });
}
