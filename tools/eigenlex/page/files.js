// Answers from files that were written beside the page, for web space without a program.

const SHARD = 256; // words whose neighbours are in one file

const fold = (text) => text.normalize("NFC").toLowerCase();

export function fileSource(NoAnswer) {
  const files = new Map();

  function read(name) {
    if (!files.has(name)) {
      files.set(name, fetch(`data/${name}.json`).then((response) => {
        if (!response.ok) throw new NoAnswer({message: `The file data/${name}.json is missing.`});
        return response.json();
      }));
    }
    return files.get(name);
  }

  const words = (model) => read(`words-${model}`);

  /** The id of a word, as it is written or in lower case; -1 if it is unknown. */
  async function find(model, word) {
    const list = (await words(model)).words;
    const exact = list.indexOf(word);
    return exact >= 0 ? exact : list.findIndex((each) => fold(each) === fold(word));
  }

  async function entry(model, id) {
    const {words: list, counts} = await words(model);
    return {word: list[id], id, ...(counts[id] > 0 && {count: counts[id]})};
  }

  async function complete(model, prefix) {
    const list = (await words(model)).words;
    const wanted = fold(prefix);
    const ids = [];
    for (let id = 0; id < list.length && ids.length < 10; id += 1) {
      if (fold(list[id]) === wanted) ids.unshift(id);
      else if (fold(list[id]).startsWith(wanted)) ids.push(id);
    }
    return {words: await Promise.all(ids.map((id) => entry(model, id)))};
  }

  async function neighbours(model, word, count) {
    const {models} = await read("models");
    const about = {model: models[model].name, terms: [{asked: word, weight: 1}], neighbours: [], unknown: []};
    const id = await find(model, word);
    if (/\s[+-]\s/.test(word) && id < 0) {
      throw new NoAnswer({message: "These files have the neighbours of words, not of sums: a program that serves the model answers those."});
    }
    if (id < 0) return {...about, unknown: [{word, close: []}]};
    const terms = [{asked: word, weight: 1, ...(await entry(model, id))}];
    if (id >= models[model].listed) {
      throw new NoAnswer({message: `These files have the neighbours of the ${models[model].listed} most frequent words, not those of ${word}.`});
    }
    const shard = await read(`neighbours-${model}-${Math.floor(id / SHARD)}`);
    const row = shard.rows[id % SHARD];
    const near = await Promise.all(row.ids.slice(0, count).map(async (each, i) =>
      ({...(await entry(model, each)), similarity: row.similarities[i]})));
    return {...about, terms, neighbours: near};
  }

  const needsProgram = () =>
    Promise.reject(new NoAnswer({message: "This needs a program that serves the model; the page was written as files."}));

  return {
    models: () => read("models"),
    complete,
    neighbours,
    words,
    map: (model) => read(`map-${model}`),
    analogy: needsProgram,
    similarity: needsProgram,
    why: needsProgram,
    contexts: needsProgram,
    kwic: needsProgram,
  };
}
