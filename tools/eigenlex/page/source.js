// Where answers come from: the API of a server, or files that were written of it.

import {fileSource} from "./files.js";

/** An answer that there is not, and why. */
export class NoAnswer extends Error {
  constructor(error) {
    super(error.message);
    this.what = error.what ?? null;
  }
}

async function ask(path, parameters = {}) {
  const query = new URLSearchParams(
    Object.entries(parameters).filter(([, value]) => value !== undefined),
  );
  let response;
  try {
    response = await fetch(`api/${path}?${query}`);
  } catch {
    throw new NoAnswer({message: "The server does not answer. Is it still running?"});
  }
  const answer = await response.json();
  if (!response.ok) throw new NoAnswer(answer.error);
  return answer;
}

const apiSource = {
  models: () => ask("models"),
  complete: (model, prefix) => ask("complete", {model, prefix}),
  neighbours: (model, word, count) => ask("neighbours", {model, word, count}),
  analogy: (model, a, b, c) => ask("analogy", {model, a, b, c}),
  similarity: (model, a, b) => ask("similarity", {model, a, b}),
  words: (model) => ask("words", {model}),
  map: (model) => ask("map", {model}),
  why: (model, a, b) => ask("why", {model, a, b}),
  contexts: (model, word) => ask("contexts", {model, word}),
  kwic: (model, word, also) => ask("kwic", {model, word, with: also}),
};

export const source =
  document.documentElement.dataset.source === "files" ? fileSource(NoAnswer) : apiSource;
