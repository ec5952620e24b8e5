// Puts the page together: what its address says is shown, what is done changes the address.

import {showAnalogy, startAnalogy} from "./analogy.js";
import {showClasses} from "./classes.js";
import {combobox} from "./combobox.js";
import {byId, element, say} from "./dom.js";
import {WordMap} from "./map.js";
import {fault, showNear} from "./near.js";
import {source} from "./source.js";
import {go, onState, state} from "./state.js";
import {showWhy, startWhy} from "./why.js";

const VIEWS = ["near", "why", "analogy", "classes"];
const ASK_AGAIN_MS = 1000;

let models = [];
let turn = 0;
let shownMap = 0;
let shownQuestion = null;
const maps = []; // of each model a promise of {map, words}
const wordMap = new WordMap();

const note = (text) => { byId("map-note").textContent = text; };

const later = (time) => new Promise((done) => setTimeout(done, time));

/** The map of a model, once it is made. */
async function finishedMap(model) {
  for (;;) {
    const map = await source.map(model);
    if (map.state !== "making") return map;
    note(map.total > 0 ? `The map is being made: ${Math.floor((100 * map.done) / map.total)} %` : "The map is being made …");
    await later(ASK_AGAIN_MS);
  }
}

function mapOf(model) {
  maps[model] ??= Promise.all([finishedMap(model), source.words(model)])
    .then(([map, words]) => ({map, words}));
  return maps[model];
}

async function showMap(model) {
  shownMap = model;
  document.body.classList.toggle("no-map", models.every((each) => !each.map));
  if (!models[model].map) return note("There is no map of this model.");
  try {
    const {map, words} = await mapOf(model);
    if (shownMap !== model) return;
    note("");
    wordMap.show(map, words);
    markWords(!state().has("map"));
  } catch (error) {
    note(error.message);
  }
}

let nearWords = [];
function markWords(fly) {
  wordMap.mark(nearWords, fly);
}

function showModels() {
  byId("models").textContent = models.map((each) => each.name).join(" and ");
  document.title = `${models.map((each) => each.name).join(" and ")} · Eigenlex`;
  if (models.length < 2) return;
  byId("map-models").replaceChildren(...models.map((each, model) =>
    element("button", {"aria-pressed": String(model === 0), onclick: (event) => {
      for (const button of byId("map-models").children) button.setAttribute("aria-pressed", String(button === event.currentTarget));
      showMap(model);
    }}, each.name)));
}

function selectTab(view) {
  for (const each of VIEWS) {
    const tab = byId(`tab-${each}`);
    tab.setAttribute("aria-selected", String(each === view));
    tab.tabIndex = each === view ? 0 : -1;
    byId(each).hidden = each !== view;
  }
}

/** Shows a state; of several that follow each other quickly, the last. */
async function show(now) {
  const mine = (turn += 1);
  const view = VIEWS.includes(now.get("view")) ? now.get("view") : "near";
  selectTab(view);
  const question = now.get("q") ?? "";
  if (document.activeElement !== byId("question") || byId("question").value === "") byId("question").value = question;
  const panel = byId(view);
  const place = panel.querySelector(".result") ?? panel;
  panel.setAttribute("aria-busy", "true");
  try {
    if (view === "why") await showWhy(panel, now, models);
    else if (view === "analogy") await showAnalogy(panel, now, models);
    else if (view === "classes") {
      await showClasses(panel, now, models[0].map ? mapOf(0) : Promise.reject(new Error("There is no map of this model, whose colours are the classes.")));
    } else await showNeighbours(panel, now, mine);
  } catch (error) {
    if (mine === turn) place.replaceChildren(fault(error));
    say(error.message);
  }
  panel.setAttribute("aria-busy", "false");
  document.documentElement.dataset.shown = location.search;
}

async function showNeighbours(panel, now, mine) {
  const question = now.get("q");
  const answers = await showNear(panel, now, models);
  if (mine !== turn) return;
  nearWords = answers.flatMap((answer) =>
    [...answer.terms.map((term) => term.word), ...answer.neighbours.slice(0, 12).map((each) => each.word)]);
  markWords(question !== shownQuestion);
  shownQuestion = question;
}

function listen() {
  const input = byId("question");
  const submit = () => go({q: input.value.trim(), view: null, class: null});
  combobox(input, submit);
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  byId("views").addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) go(viewChange(tab.dataset.view));
  });
  byId("views").addEventListener("keydown", (event) => {
    const step = {ArrowRight: 1, ArrowLeft: VIEWS.length - 1}[event.key];
    if (!step) return;
    event.preventDefault();
    const next = VIEWS[(VIEWS.indexOf(event.target.dataset.view) + step) % VIEWS.length];
    byId(`tab-${next}`).focus();
    go(viewChange(next));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input")) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  startAnalogy();
  startWhy();
  onState(show);
}

/** The state of a view; a word that was looked up is the first that is explained. */
function viewChange(view) {
  const question = state().get("q");
  const first = view === "why" && !state().get("a") && question ? {a: question} : {};
  return {view: view === "near" ? null : view, ...first};
}

async function start() {
  try {
    models = (await source.models()).models;
  } catch (error) {
    byId("near").replaceChildren(fault(error));
    return;
  }
  showModels();
  listen();
  if (!state().has("q") && !state().has("view")) byId("question").focus();
  await show(state());
  document.documentElement.dataset.ready = "yes";
  performance.mark("usable");
  await showMap(0);
  document.documentElement.dataset.mapped = "yes";
}

start();
