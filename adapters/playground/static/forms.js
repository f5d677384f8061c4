// A form as JSON -> a dialog with native inputs. Errors stand beside their fields and what was typed stays.

import { byId, freshId, h } from "./dom.js";
import { dayIn } from "./when.js";

const RADIOS = 7; // more choices than this become a drop-down

// `send(call, values)` answers with {outcome, ...}; `done(answer)` is called when the dialog has closed.
export function openForm(form, scene, send, done) {
  const dialog = byId("dialog");
  const back = dialog.open ? dialog.returnTo : document.activeElement;
  const fields = form.fields.map((field) => drawField(field, scene));
  const general = h("p", { class: "form-error form-error-all", role: "alert", hidden: true });
  const submit = h("button", { type: "submit", class: "button button-primary" }, "Send");
  const body = h(
    "form",
    { class: "form", novalidate: true },
    h("h2", { id: "dialog-title" }, form.title),
    general,
    fields.map((field) => field.node),
    h(
      "div",
      { class: "form-end" },
      h("button", { type: "button", class: "button button-plain", onclick: () => dialog.close() }, "Cancel"),
      submit,
    ),
  );
  const submitForm = async () => {
    submit.disabled = true;
    try {
      const values = Object.fromEntries(fields.map((field) => [field.name, field.read()]));
      const answer = await send(form.call, values);
      if (answer.outcome === "invalid") return showErrors(fields, general, answer.errors);
      if (answer.outcome === "form") return openForm(answer.form, scene, send, done);
      dialog.close();
      done(answer);
    } catch (error) {
      showErrors(fields, general, { "": error.message });
    } finally {
      submit.disabled = false;
    }
  };
  body.addEventListener("submit", (event) => {
    event.preventDefault();
    submitForm();
  });
  body.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submitForm();
  });
  dialog.replaceChildren(body);
  dialog.returnTo = back;
  dialog.onclose = () => {
    dialog.replaceChildren();
    if (back?.isConnected) back.focus();
  };
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  fields[0].focus();
}

function showErrors(fields, general, errors) {
  const known = new Set(fields.map((field) => field.name));
  const loose = Object.entries(errors).filter(([name]) => !known.has(name));
  general.textContent = loose.map(([, text]) => text).join(" ");
  general.hidden = loose.length === 0;
  let first = null;
  for (const field of fields) {
    field.complain(errors[field.name] ?? "");
    if (errors[field.name]) first ??= field;
  }
  first?.focus();
}

function drawField(field, scene) {
  const id = freshId("field");
  const hint = field.hint && h("p", { class: "form-hint", id: `${id}-hint` }, field.hint);
  const error = h("p", { class: "form-error", id: `${id}-error`, hidden: true });
  const described = `${field.hint ? `${id}-hint ` : ""}${id}-error`;
  const control = CONTROLS[field.kind](field, { id, "aria-describedby": described }, scene);
  const optional = !field.required && field.kind !== "tick" && h("span", { class: "quiet" }, " (optional)");
  const name = h(control.group ? "legend" : "label", control.group ? {} : { for: id }, field.label, optional);
  const inside = control.inline
    ? [h("div", { class: "form-tick" }, control.node, name), hint]
    : [name, hint, control.node, control.extra];
  const node = h(
    control.group ? "fieldset" : "div",
    { class: "form-field", "aria-describedby": control.group ? described : undefined },
    inside,
    error,
  );
  return {
    name: field.name,
    node,
    read: control.read,
    focus: control.focus,
    complain(text) {
      error.textContent = text;
      error.hidden = !text;
      node.classList.toggle("form-wrong", Boolean(text));
      for (const input of node.querySelectorAll("input, select, textarea")) input.setAttribute("aria-invalid", Boolean(text));
    },
  };
}

const simple = (input, extra) => ({
  node: input,
  extra,
  read: () => (input.value === "" ? null : input.value),
  focus: () => input.focus(),
});

function text(input, field) {
  const counter = h("p", { class: "form-count quiet", "aria-hidden": "true" });
  const tell = () => {
    counter.textContent = `${[...input.value].length} / ${field.high}`;
    counter.classList.toggle("form-over", [...input.value].length > field.high);
  };
  input.addEventListener("input", tell);
  tell();
  return { ...simple(input, counter), read: () => input.value };
}

function group(field, base, type) {
  const chosen = new Set(Array.isArray(field.value) ? field.value : [field.value]);
  const inputs = field.options.map((option) =>
    h("input", { type, name: base.id, value: option.value, checked: chosen.has(option.value), id: freshId("choice") }),
  );
  // Two columns only where each label fits its line.
  const short = field.options.every((option) => option.label.length <= 22);
  const node = h(
    "div",
    { class: short && field.options.length > 3 ? "form-choices" : "form-choices form-choices-few" },
    field.options.map((option, i) => h("label", { for: inputs[i].id, class: "form-choice" }, inputs[i], h("span", {}, option.label))),
  );
  const marked = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return {
    group: true,
    node,
    read: () => (type === "checkbox" ? marked() : (marked()[0] ?? null)),
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0]).focus(),
  };
}

function select(field, base, options = field.options) {
  const blank = (!field.required || field.value === null) && h("option", { value: "" }, "–");
  const input = h(
    "select",
    { ...base, class: "select" },
    blank,
    options.map((option) => h("option", { value: option.value }, option.label)),
  );
  input.value = field.value ?? "";
  return simple(input);
}

const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${String(hour).padStart(2, "0")}:00` }));

const CONTROLS = {
  short: (field, base) => text(h("input", { ...base, type: "text", value: field.value ?? "", autocomplete: "off" }), field),
  long: (field, base) => text(h("textarea", { ...base, rows: 4, value: field.value ?? "" }), field),
  choice: (field, base) => (field.options.length > RADIOS ? select(field, base) : group(field, base, "radio")),
  several: (field, base) => group(field, base, "checkbox"),
  day: (field, base, scene) =>
    simple(
      h("input", {
        ...base,
        type: "date",
        value: field.value ?? "",
        max: field.past ? dayIn(scene.now, scene.me.zone) : undefined,
      }),
    ),
  hour: (field, base) => select(field, base, hours),
  number: (field, base) =>
    simple(h("input", { ...base, type: "number", min: field.low, max: field.high, step: 1, value: field.value ?? "" })),
  tick: (field, base) => {
    const input = h("input", { ...base, type: "checkbox", checked: Boolean(field.value) });
    return { inline: true, node: input, read: () => input.checked, focus: () => input.focus() };
  },
  person: (field, base) => select(field, base),
  room: (field, base) => select(field, base),
  role: (field, base) => select(field, base),
};
