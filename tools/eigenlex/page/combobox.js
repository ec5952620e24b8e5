// A field that completes words (ARIA Authoring Practices: combobox with a listbox).

import {element, grouped, say} from "./dom.js";
import {source} from "./source.js";

/** What comes before the word that is typed last, and that word: of a sum, its last term. */
export function lastTerm(text) {
  const sign = text.match(/^(.*(?:^|\s)[+-]\s+)(.*)$/s);
  return sign ? [sign[1], sign[2]] : ["", text];
}

/** Lets an input complete words; `chosen` is called when one is taken. */
export function combobox(input, chosen = () => {}) {
  const list = element("ul", {role: "listbox", id: `${input.id}-list`, "aria-label": "Words"});
  list.hidden = true;
  input.after(list);
  for (const [key, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": list.id, autocomplete: "off",
  })) input.setAttribute(key, value);
  let asked = 0;
  let active = -1;

  const options = () => [...list.children];

  function close() {
    asked += 1;
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function activate(index) {
    active = index;
    options().forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", options()[index].id);
  }

  function take(word) {
    input.value = lastTerm(input.value)[0] + word;
    close();
    chosen();
  }

  function show(words) {
    list.replaceChildren(
      ...words.map(({word, count}, i) =>
        element(
          "li",
          {role: "option", id: `${list.id}-${i}`, "aria-selected": "false",
           onpointerdown: (event) => { event.preventDefault(); take(word); }},
          word,
          count ? element("span", {}, grouped(count)) : "",
        ),
      ),
    );
    list.hidden = words.length === 0;
    active = -1;
    input.setAttribute("aria-expanded", String(words.length > 0));
    if (words.length > 0) say(`${words.length} words begin so`);
  }

  async function complete() {
    const turn = (asked += 1);
    const prefix = lastTerm(input.value)[1].trim();
    if (prefix === "") return close();
    try {
      const {words} = await source.complete(0, prefix);
      if (turn === asked && document.activeElement === input) show(words);
    } catch {
      close(); // Completion is a help: what is asked without it says what is wrong.
    }
  }

  function onKey(event) {
    const count = options().length;
    if (list.hidden) {
      if (event.key === "ArrowDown") complete();
      return;
    }
    if (event.key === "ArrowDown") activate((active + 1) % count);
    else if (event.key === "ArrowUp") activate(active > 0 ? active - 1 : count - 1);
    else if (event.key === "Enter" && active >= 0) options()[active].dispatchEvent(new PointerEvent("pointerdown"));
    else if (event.key === "Escape" || event.key === "Tab") return close();
    else return;
    event.preventDefault();
  }

  input.addEventListener("input", complete);
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", close);
  input.form?.addEventListener("submit", close);
}
