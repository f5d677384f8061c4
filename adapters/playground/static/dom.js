// Builds elements. Text only ever becomes text nodes, so nothing that people write is read as markup.

const SVG = "http://www.w3.org/2000/svg";

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "value" || name === "checked") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const byId = (id) => document.getElementById(id);

let count = 0;
export const freshId = (prefix) => `${prefix}-${++count}`;

// The cairn, stone by stone.
export function cairn(kind) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 48 48");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", kind);
  const stones = [
    [24, 38.5, 17, 6.5],
    [25.5, 27.5, 12.5, 5.4],
    [23, 18, 9, 4.6],
    [24.6, 9.6, 5.6, 3.9],
  ];
  stones.forEach(([cx, cy, rx, ry], i) => {
    const stone = document.createElementNS(SVG, "ellipse");
    for (const [name, value] of Object.entries({ cx, cy, rx, ry })) stone.setAttribute(name, value);
    stone.setAttribute("class", `stone stone-${4 - i}`);
    svg.append(stone);
  });
  return svg;
}

export function avatar(person, size = "") {
  if (person.bot) return h("span", { class: `avatar avatar-bot ${size}`, "aria-hidden": "true" }, cairn("avatar-logo"));
  return h("span", { class: `avatar avatar-${person.id} ${size}`, "aria-hidden": "true" }, person.name.slice(0, 1));
}
