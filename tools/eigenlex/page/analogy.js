// "a is to b as c is to …"

import {address, go} from "./state.js";
import {byId, element, say} from "./dom.js";
import {combobox} from "./combobox.js";
import {source} from "./source.js";
import {unknownWords, wordList} from "./near.js";

const FIELDS = ["a", "b", "c"];
const EXAMPLES = [["man", "king", "woman"], ["france", "paris", "italy"], ["good", "better", "bad"]];

export function startAnalogy() {
  const form = byId("analogy-form");
  for (const field of FIELDS) combobox(byId(`analogy-${field}`));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(Object.fromEntries(FIELDS.map((field) => [field, byId(`analogy-${field}`).value.trim()])));
  });
}

export async function showAnalogy(panel, state, models) {
  const words = FIELDS.map((field) => state.get(field) ?? "");
  FIELDS.forEach((field, i) => { byId(`analogy-${field}`).value = words[i]; });
  const result = panel.querySelector(".result");
  if (words.some((word) => word === "")) {
    result.replaceChildren(element("p", {class: "note"}, "For instance: ",
      EXAMPLES.flatMap(([a, b, c], i) => [i > 0 ? " · " : "",
        element("a", {href: address({a, b, c}), "data-link": true}, `${a} : ${b} = ${c} : …`)])));
    return;
  }
  const answers = await Promise.all(models.map((_, model) => source.analogy(model, ...words)));
  result.replaceChildren(
    element("div", {class: models.length > 1 ? "columns two" : "columns"},
      answers.map((answer) => element("div", {},
        models.length > 1 && element("h3", {}, answer.model),
        unknownWords(answer.unknown, (asked, close) =>
          address(Object.fromEntries(FIELDS.map((field, i) => [field, words[i] === asked ? close : words[i]])))),
        answer.answers.length > 0 && wordList(answer.answers)))));
  say(answers[0].answers.length > 0 ? `First answer: ${answers[0].answers[0].word}` : "No answer");
}
