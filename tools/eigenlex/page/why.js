// Why two words are near: contexts that they share, and sentences that they occur in.

import {byId, cosine, element, grouped, say} from "./dom.js";
import {combobox} from "./combobox.js";
import {fault, unknownWords} from "./near.js";
import {address, go} from "./state.js";
import {source} from "./source.js";

const FIELDS = ["a", "b"];
const SHOWN = 15;

export function startWhy() {
  for (const field of FIELDS) combobox(byId(`why-${field}`));
  byId("why-form").addEventListener("submit", (event) => {
    event.preventDefault();
    go(Object.fromEntries(FIELDS.map((field) => [field, byId(`why-${field}`).value.trim()])));
  });
}

const figure = (value, label) => element("div", {}, element("dt", {}, label), element("dd", {}, value));

function sharedContexts(why) {
  const most = Math.max(...why.shared.map((each) => each.part));
  return element("ol", {class: "near"}, why.shared.slice(0, SHOWN).map((each) => {
    const line = element("div", {class: "bar", "aria-hidden": "true"}, element("i"));
    line.firstChild.style.width = `${100 * each.part / most}%`;
    return element("li", {},
      element("span", {class: "word"}, element("a", {href: address({q: each.context, view: null, a: null, b: null}), "data-link": true}, each.context),
        each.place && each.place !== "around" && element("span", {class: "note"}, ` ${each.place}`)),
      element("span", {class: "number"}, `${(100 * each.share).toFixed(1)} %`),
      element("span", {class: "more"}), line);
  }));
}

/** A promise's value, or what to show instead of it. */
const orFault = (promise) => promise.catch((error) => ({error}));

function explanation(similarity, why, [a, b]) {
  if (similarity.unknown.length > 0) {
    return unknownWords(similarity.unknown, (asked, close) =>
      address({a: a === asked ? close : a, b: b === asked ? close : b}));
  }
  const figures = element("dl", {class: "figures"}, figure(cosine(similarity.similarity), "cosine of the vectors"));
  if (why.error) return [figures, fault(why.error)];
  figures.append(figure(cosine(why.cosine), "cosine of the counts (PPMI)"), figure(grouped(why.shared_contexts), "contexts shared"));
  return [
    figures,
    element("p", {class: "note"}, "What the vectors have beyond the counts, the factorization added."),
    element("h3", {}, "Shared contexts, by their part of the cosine of the counts"),
    sharedContexts(why),
  ];
}

function sentences(kwic) {
  if (kwic.error) return kwic.error.what === "text" ? [] : [fault(kwic.error)];
  return [element("h3", {}, `${grouped(kwic.total)} places where they meet`),
    element("ul", {class: "sentences"}, kwic.occurrences.map((each) =>
      element("li", {}, each.parts.map((part) => part.match ? element("mark", {}, part.text) : part.text),
        element("cite", {}, `${each.file}, line ${grouped(each.line)}`))))];
}

/** What a model with evidence can say; one without is not asked, which would be an error. */
const asked = (model, what, ask) =>
  model.evidence?.includes(what) ? orFault(ask())
    : Promise.resolve({error: {what, message: `The model keeps no ${what}.`}});

export async function showWhy(panel, state, models) {
  const words = FIELDS.map((field) => state.get(field) ?? "");
  FIELDS.forEach((field, i) => { byId(`why-${field}`).value = words[i]; });
  const result = panel.querySelector(".result");
  if (words.some((word) => word === "")) {
    result.replaceChildren(element("p", {class: "note"}, "Two words, and what they have in common."));
    return;
  }
  const columns = await Promise.all(models.map(async (about, model) => {
    const [similarity, why, kwic] = await Promise.all([
      source.similarity(model, ...words),
      asked(about, "counts", () => source.why(model, ...words)),
      asked(about, "text", () => source.kwic(model, ...words)),
    ]);
    return element("div", {}, models.length > 1 && element("h3", {}, about.name),
      explanation(similarity, why, words), sentences(kwic));
  }));
  result.replaceChildren(element("div", {class: models.length > 1 ? "columns two" : "columns"}, columns));
  say(`Why ${words[0]} and ${words[1]}`);
}
