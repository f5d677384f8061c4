// The list above the message box: arrows move, Tab and Enter take, Escape closes; focus stays in the input.

import { h } from "./dom.js";

export class SuggestionList {
  constructor(id, label) {
    this.node = h("ul", { id, class: "suggestions", role: "listbox", "aria-label": label, hidden: true });
    this.items = [];
    this.at = 0;
    this.input = null;
  }

  get open() {
    return !this.node.hidden && this.items.length > 0;
  }

  // `items`: {label, hint, note, badge, pick}; `first` -1 marks none until an arrow is pressed.
  show(input, items, none, first = 0) {
    this.input = input;
    this.items = items;
    this.at = first;
    if (!items.length && !none) return this.close();
    this.node.replaceChildren(
      ...(items.length
        ? items.map((item, i) => this.#draw(item, i))
        : [h("li", { class: "suggestion-none quiet", role: "option", "aria-disabled": "true", "aria-selected": "false" }, none)]),
    );
    this.node.hidden = false;
    input.setAttribute("aria-expanded", "true");
    this.#mark();
  }

  close() {
    this.node.hidden = true;
    this.items = [];
    this.input?.setAttribute("aria-expanded", "false");
    this.input?.removeAttribute("aria-activedescendant");
  }

  // Whether the key was meant for the list.
  key(event) {
    if (event.key === "Escape" && !this.node.hidden) {
      event.preventDefault();
      this.close();
      return true;
    }
    if (!this.open || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.at = this.at < 0 ? (step > 0 ? 0 : this.items.length - 1) : (this.at + step + this.items.length) % this.items.length;
      this.#mark();
      return true;
    }
    if (this.at < 0) return false;
    if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) {
      event.preventDefault();
      this.items[this.at].pick();
      return true;
    }
    return false;
  }

  #draw(item, i) {
    return h(
      "li",
      {
        id: `${this.node.id}-${i}`,
        class: "suggestion",
        role: "option",
        onpointerdown: (event) => {
          event.preventDefault();
          item.pick();
        },
      },
      h("span", { class: "suggestion-name" }, item.label, item.hint && h("span", { class: "suggestion-hint" }, item.hint), item.badge && h("span", { class: "badge" }, item.badge)),
      item.note && h("span", { class: "suggestion-note quiet" }, item.note),
    );
  }

  #mark() {
    [...this.node.children].forEach((node, i) => node.setAttribute("aria-selected", String(i === this.at && this.open)));
    if (!this.open || this.at < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", `${this.node.id}-${this.at}`);
    this.node.children[this.at].scrollIntoView({ block: "nearest" });
  }
}
