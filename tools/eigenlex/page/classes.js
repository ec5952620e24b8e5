// The classes of the words, which are the colours of the map.

import {address} from "./state.js";
import {cosine, element, grouped, say} from "./dom.js";
import {fault} from "./near.js";

const MEMBERS = 300;

const nameOf = (each) => each.words.slice(0, 3).join(", ");

function listOfClasses(map) {
  return [
    element("p", {class: "note"}, `${map.classes.length} classes of words whose vectors lie together, named by their most central words.`),
    element("ol", {class: "near"}, map.classes.map((each, number) => {
      const line = element("div", {class: "bar", "aria-hidden": "true"}, element("i"));
      line.firstChild.style.width = `${100 * each.size / map.classes[0].size}%`;
      return element("li", {},
        element("span", {class: "word"}, element("a", {href: address({class: number}), "data-link": true}, nameOf(each))),
        element("span", {class: "number"}, grouped(each.size)), element("span", {class: "more"}), line);
    })),
  ];
}

function oneClass(map, words, number) {
  const found = map.classes[number];
  const members = [];
  for (let id = 0; id < map.class_of.length && members.length < MEMBERS; id += 1) {
    if (map.class_of[id] === number) members.push(words.words[id]);
  }
  say(`Class ${nameOf(found)}, ${found.size} words`);
  return [
    element("p", {class: "note"}, element("a", {href: address({class: null}), "data-link": true}, "All classes")),
    element("h2", {}, nameOf(found)),
    element("p", {class: "note"}, `${grouped(found.size)} words, mean cosine with their centre ${cosine(found.cohesion)}`),
    element("p", {class: "chips"}, members.map((word) =>
      element("a", {href: address({q: word, view: null, class: null}), "data-link": true}, word))),
    found.size > members.length && element("p", {class: "note"}, `and ${grouped(found.size - members.length)} less frequent ones`),
  ].filter(Boolean);
}

/** Shows the classes, or the one of the state; `data` is a promise of a map and its words. */
export async function showClasses(panel, state, data) {
  try {
    const {map, words} = await data;
    const number = Number(state.get("class") ?? NaN);
    panel.replaceChildren(...(map.classes[number] ? oneClass(map, words, number) : listOfClasses(map)));
  } catch (error) {
    panel.replaceChildren(fault(error));
  }
}
