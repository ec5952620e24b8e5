// The nearest words of a word or a sum, of one model or two side by side.

import {address} from "./state.js";
import {cosine, element, grouped, say} from "./dom.js";
import {source} from "./source.js";

const COUNT = 20;

/** What went wrong, with what to do about it. */
export function fault(error) {
  const remedies = {
    counts: "Train the model with --keep-counts to keep what it counted.",
    text: "Train the model with --keep-text to keep an index of its text.",
    map: "This model has no map.",
  };
  return element("p", {class: "fault"}, error.message, " ", remedies[error.what] ?? "");
}

/** Unknown words, and known ones that are spelt like them. */
export function unknownWords(unknown, link) {
  return unknown.map(({word, close}) =>
    element(
      "p",
      {class: "fault"},
      `“${word}” is not in the vocabulary.`,
      close.length > 0 && [" Close: ",
        ...close.flatMap((each, i) => [i > 0 ? ", " : "",
          element("a", {href: link(word, each), "data-link": true}, each)])],
    ),
  );
}

function bar(similarity, interval) {
  const whole = element("div", {class: "bar", "aria-hidden": "true"}, element("i"));
  const share = (value) => `${100 * Math.min(Math.max(value, 0), 1)}%`;
  whole.firstChild.style.width = share(similarity);
  if (interval) {
    const mark = element("b");
    mark.style.left = share(interval.low);
    mark.style.right = `calc(100% - ${share(interval.high)})`;
    whole.append(mark);
  }
  return whole;
}

function certaintyText(certainty) {
  if (!certainty) return null;
  const percent = `${Math.round(100 * certainty.share)} %`;
  return element("span", {title: `among the nearest in ${percent} of the resamples`}, `${percent} `);
}

/** A list of words by similarity; `why` makes the address that explains one, `both` has those that
 * two models share. */
export function wordList(words, {why = null, both = null} = {}) {
  return element(
    "ol",
    {class: "near"},
    words.map((each, i) =>
      element(
        "li",
        {class: i === 0 && "first"},
        element("span", {class: both && !both.has(each.word) ? "word only" : "word"},
          element("a", {href: address({q: each.word, view: null, class: null}), "data-link": true}, each.word)),
        element("span", {class: "number"}, cosine(each.similarity)),
        element("span", {class: "more"}, certaintyText(each.certainty),
          why && element("a", {href: why(each.word), "data-link": true, "aria-label": `Why ${each.word}?`}, "why")),
        bar(each.similarity, each.certainty),
      ),
    ),
  );
}

function heading(terms) {
  return terms.flatMap((term, i) => [
    i > 0 || term.weight < 0 ? (term.weight < 0 ? " − " : " + ") : "",
    term.word ?? term.asked,
  ]);
}

/** What is said under a heading of the term of a question. */
function aboutTerms(terms) {
  const known = terms.filter((term) => term.count);
  if (terms.length === 1 && known.length === 1) return `seen ${grouped(known[0].count)} times`;
  return known.map((term) => `${term.word} ${grouped(term.count)}`).join(" · ");
}

function column(answer, models, both) {
  const single = answer.terms.length === 1 && answer.unknown.length === 0;
  return element(
    "div",
    {},
    models.length > 1 && element("h3", {}, answer.model),
    element("h2", {}, heading(answer.terms)),
    element("p", {class: "note"}, aboutTerms(answer.terms)),
    unknownWords(answer.unknown, (asked, close) =>
      address({q: answer.terms.length === 1 ? close : answer.terms.map((term, i) =>
        `${i > 0 || term.weight < 0 ? (term.weight < 0 ? " - " : " + ") : ""}${term.asked === asked ? close : term.asked}`).join("").trim()})),
    answer.neighbours.some((each) => each.certainty) && element("p", {class: "note"},
      "Percent: the share of resamples of the text in which the word is among the nearest; on its bar the interval of the cosine."),
    answer.neighbours.length > 0 && wordList(answer.neighbours, {
      both,
      why: single ? (word) => address({view: "why", a: answer.terms[0].word, b: word}) : null,
    }),
  );
}

function shared(answers) {
  if (answers.length < 2) return null;
  const second = new Set(answers[1].neighbours.map((each) => each.word));
  return new Set(answers[0].neighbours.map((each) => each.word).filter((word) => second.has(word)));
}

const introduction = (models) =>
  element("div", {}, element("h2", {}, "Words by the company they keep"),
    element("p", {}, "Look up a word to see which are used like it, or add and subtract words: ",
      element("a", {href: address({q: "king - man + woman"}), "data-link": true}, "king − man + woman"), "."),
    element("p", {class: "note"}, models.map((each) =>
      `${each.name}: ${grouped(each.words)} words in ${each.dimensions} dimensions` +
      (each.tokens ? `, from ${grouped(each.tokens)} tokens of text` : "")).join(" · ")));

/** Shows the neighbours of the state in a panel; the answers, or none. */
export async function showNear(panel, state, models) {
  const question = state.get("q");
  if (!question) {
    panel.replaceChildren(introduction(models));
    return [];
  }
  const answers = await Promise.all(
    models.map((_, model) => source.neighbours(model, question, COUNT)),
  );
  const both = shared(answers);
  panel.replaceChildren(
    element("div", {class: models.length > 1 ? "columns two" : "columns"},
      answers.map((answer) => column(answer, models, both))),
  );
  if (models.length > 1 && answers.every((answer) => answer.unknown.length === 0)) {
    panel.append(element("p", {class: "note"}, `${both.size} of ${COUNT} words are the same; those that one model alone has stand in colour.`));
  }
  const [{neighbours, unknown}] = answers;
  say(unknown.length > 0 ? `${unknown[0].word} is not in the vocabulary`
    : `${neighbours.length} words near ${question}, first ${neighbours[0]?.word}`);
  return answers;
}
