// Making elements of text: nothing that a model holds is ever read as markup.

/** An element with attributes and children; null and false children are left out. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === false || value === undefined) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== false));
  return node;
}

export const byId = (id) => document.getElementById(id);

const whole = new Intl.NumberFormat("en");
export const grouped = (number) => whole.format(number);
export const cosine = (number) => number.toFixed(3).replace("-", "−");

/** Says something to those who listen instead of looking. */
export function say(text) {
  byId("status").textContent = text;
}
