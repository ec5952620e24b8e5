"use strict";

const results = JSON.parse(document.getElementById("results").textContent);
const hasCharts = typeof echarts !== "undefined";
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const narrow = () => window.innerWidth < 640;
// Okabe and Ito's palette, which colour-blind people tell apart, then a few more.
const palette = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#8f7ee7",
  "#b3a100", "#7f7f7f", "#17becf", "#a65628", "#66a61e"];

// ---- helpers -------------------------------------------------------------------------------

// Words may hold anything: text goes into the page as text, never as markup.
function element(tag, text = "", attributes = {}) {
  const node = document.createElement(tag);
  node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
// First strong isolate and its end: a word that runs right to left stays in its place.
const isolated = (word) => `\u2068${word}\u2069`;
const number = (value, digits = 1) =>
  value === null || value === undefined ? "–" : value.toFixed(digits);
const section = (id) => document.getElementById(id);
const contenderColor = (name) => {
  const index = results.contenders.findIndex((contender) => contender.name === name);
  return palette[Math.max(index, 0) % palette.length];
};
function table(parent, head, rows, textColumns = []) {
  const box = element("div", "", {class: "scroll"});
  const node = element("table");
  const line = element("tr");
  head.forEach((title, i) => {
    line.append(element("th", title, textColumns.includes(i) ? {class: "words"} : {}));
  });
  node.append(element("thead"));
  node.firstChild.append(line);
  const body = element("tbody");
  for (const row of rows) {
    const tr = element("tr", "", row.best ? {class: "best"} : {});
    row.cells.forEach((cell, i) => {
      tr.append(element("td", cell, textColumns.includes(i) ? {class: "words"} : {}));
    });
    body.append(tr);
  }
  node.append(body);
  box.append(node);
  parent.append(box);
}
// Seconds of very different sizes in one column.
const seconds = (value) => number(value, value !== null && value < 10 ? 2 : value < 100 ? 1 : 0);
function plusMinus(row, digits = 1) {
  return row.sd === null ? number(row.mean, digits)
    : `${number(row.mean, digits)} ± ${number(row.sd, digits)}`;
}

// ---- charts --------------------------------------------------------------------------------

const charts = [];
function chart(parent, name, makeOption, className = "chart") {
  if (!hasCharts) return null;
  const node = element("div", "", {class: className, "data-chart": name, role: "img",
    "aria-label": name});
  parent.append(node);
  const entry = {node, makeOption, instance: null};
  entry.draw = () => {
    if (entry.instance) entry.instance.dispose();
    entry.instance = echarts.init(node, null, {renderer: "svg"});
    entry.instance.setOption({...base(), ...entry.makeOption()});
  };
  entry.draw();
  charts.push(entry);
  return entry;
}
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
function base() {
  return {
    animation: false,
    textStyle: {fontFamily: "system-ui, sans-serif", color: css("--ink")},
    legend: {type: "scroll", top: 0, textStyle: {color: css("--ink")},
      pageTextStyle: {color: css("--ink")}},
    grid: {left: 32, right: 24, top: 48, bottom: 36, containLabel: true},
  };
}
function axis(name, extra = {}) {
  return {
    name, nameLocation: "middle", nameGap: extra.gap || 30, scale: true,
    nameTextStyle: {color: css("--soft")},
    axisLabel: {color: css("--soft"), hideOverlap: true},
    axisLine: {lineStyle: {color: css("--line")}},
    splitLine: {lineStyle: {color: css("--line")}},
    ...extra,
  };
}
// Room above and below, but no shares of more than all or less than none.
const percentAxis = (name) => axis(name, {gap: 36,
  min: (extent) => Math.max(0, 5 * Math.floor((extent.min - 1) / 5)),
  max: (extent) => Math.min(100, 5 * Math.ceil((extent.max + 1) / 5))});
// Tooltips as text, not as HTML.
const tooltip = (formatter) => ({renderMode: "richText", confine: true, formatter,
  backgroundColor: css("--card"), borderColor: css("--line"), textStyle: {color: css("--ink")}});
function redraw() { for (const entry of charts) entry.draw(); }
dark.addEventListener("change", redraw);
let resizing = 0;
window.addEventListener("resize", () => {
  clearTimeout(resizing);
  resizing = setTimeout(redraw, 150);
});

// Vertical bars of intervals at points [x, y, low, high].
function intervalBars(color, data) {
  return {
    type: "custom", silent: true, itemStyle: {color}, data, z: 1, tooltip: {show: false},
    encode: {x: 0, y: [2, 3]},
    renderItem: (params, api) => {
      const low = api.coord([api.value(0), api.value(2)]);
      const high = api.coord([api.value(0), api.value(3)]);
      return {type: "line", shape: {x1: low[0], y1: low[1], x2: high[0], y2: high[1]},
        style: {stroke: color, lineWidth: 2, opacity: 0.5}};
    },
  };
}

// ---- sections ------------------------------------------------------------------------------

function showHead() {
  const corpus = results.corpus;
  section("corpus").textContent = `${corpus.tokens.toLocaleString("en")} words of text, ` +
    `${corpus.words.toLocaleString("en")} distinct; ${results.options.dim} dimensions; ` +
    `${results.options.threads} threads.`;
  section("program").textContent = `eigenlex ${results.program}. All figures are in results.json.`;
  section("no-charts").hidden = hasCharts;
  const list = section("summary").querySelector("ul");
  for (const sentence of results.summary) list.append(element("li", sentence));
  section("summary").hidden = results.summary.length === 0;
}

function showContenders() {
  const rows = results.contenders.map((contender) => {
    const runs = contender.runs;
    const mean = (key) => runs.length
      ? runs.reduce((sum, run) => sum + run[key], 0) / runs.length : null;
    const peaks = runs.map((run) => run.peak_memory_bytes).filter((bytes) => bytes !== null);
    const peak = peaks.length ? Math.max(...peaks) : null;
    return {cells: [contender.name, seconds(mean("wall_seconds")), seconds(mean("cpu_seconds")),
      peak === null ? "–" : number(peak / 1e6, 0),
      contender.table_bytes ? number(contender.table_bytes / 1e6) : "–",
      contender.words ? contender.words.toLocaleString("en") : "–", String(runs.length || "–"),
      contender.description]};
  });
  table(section("contenders"), ["contender", "seconds", "CPU seconds", "peak MB", "table MB",
    "words", "trainings", "what it is"], rows, [7]);
}

// Points of quality against time: one for each contender that was trained here.
function qualityPoints(comparison) {
  const points = [];
  for (const row of comparison.scores) {
    const contender = results.contenders.find((other) => other.name === row.contender);
    if (!contender || contender.wall_seconds === null || row.mean === null) continue;
    points.push({name: row.contender, x: contender.wall_seconds, y: row.mean,
      interval: row.interval || null});
  }
  return points;
}
function showQuality() {
  const comparisons = [...results.similarity.map((c) => [c, "Spearman × 100"]),
    ...results.analogies.map((c) => [c, "% right"])];
  let shown = false;
  for (const [comparison, unit] of comparisons) {
    const points = qualityPoints(comparison);
    if (points.length === 0) continue;
    shown = true;
    section("quality").append(element("h3", comparison.name));
    chart(section("quality"), `quality-${comparison.name}`, () => ({
      tooltip: tooltip((p) => `${isolated(p.seriesName)}\n${p.value[0].toFixed(1)} s\n` +
        `${p.value[1].toFixed(1)} ${unit}`),
      xAxis: axis("seconds of training", {type: "log"}),
      yAxis: unit === "% right" ? percentAxis(unit) : axis(unit, {gap: 36}),
      series: points.flatMap((point) => {
        const color = contenderColor(point.name);
        const series = [{type: "scatter", name: point.name, symbolSize: 14, z: 3,
          itemStyle: {color}, data: [[point.x, point.y]],
          label: {show: !narrow(), position: "right", formatter: isolated(point.name),
            color: css("--ink")}}];
        if (point.interval) {
          series.push({...intervalBars(color, [[point.x, point.y, ...point.interval]]),
            name: point.name});
        }
        return series;
      }),
    }));
  }
  section("quality").hidden = !shown || !hasCharts;
}

function showDifferences(parent, comparison) {
  const details = element("details");
  details.append(element("summary", "Differences between all pairs"));
  const names = comparison.scores.map((row) => row.contender);
  table(details, ["first", "second", "first − second", "95 % interval", "verdict"],
    comparison.differences.filter((d) => names.indexOf(d.first) < names.indexOf(d.second))
      .map((d) => ({cells: [d.first, d.second, number(d.mean),
        `${number(d.low)} to ${number(d.high)}`,
        d.beyond_noise ? "beyond the noise" : "within the noise"]})), [1, 4]);
  parent.append(details);
}
function showComparisons(id, comparisons, head, cells) {
  const parent = section(id);
  parent.hidden = comparisons.length === 0;
  for (const comparison of comparisons) {
    parent.append(element("h3", comparison.name));
    const best = Math.max(...comparison.scores.map((row) => row.mean ?? -Infinity));
    table(parent, head, comparison.scores.map((row) =>
      ({best: row.mean === best, cells: cells(row)})));
    showDifferences(parent, comparison);
  }
}
const intervalText = (interval) =>
  interval ? `${number(interval[0])} to ${number(interval[1])}` : "–";
function showScores() {
  showComparisons("similarity", results.similarity,
    ["contender", "score ± sd of seeds", "95 % interval", "pairs covered"],
    (row) => [row.contender, plusMinus(row), intervalText(row.interval),
      `${row.covered} of ${row.items}`]);
  showComparisons("analogies", results.analogies,
    ["contender", "% right ± sd of seeds", "semantic", "syntactic", "questions covered"],
    (row) => [row.contender, plusMinus(row), number(row.semantic), number(row.syntactic),
      `${row.covered} of ${row.items}`]);
}

function showClassification() {
  const parent = section("classification");
  parent.hidden = results.classification.length === 0;
  for (const task of results.classification) {
    parent.append(element("h3", `${task.name}: ${task.classes.length} classes, ` +
      `${task.test_examples} test examples`));
    const networks = [...new Set(task.comparisons.map((c) => c.network))];
    for (const network of networks) {
      const comparisons = task.comparisons.filter((c) => c.network === network);
      const names = [...new Set(comparisons.flatMap((c) => c.scores.map((s) => s.contender)))];
      const score = (comparison, name) =>
        comparison.scores.find((other) => other.contender === name);
      chart(parent, `accuracy-${task.name}-${network}`, () => ({
        title: {text: `${network} classifier`, top: 24, left: "center",
          textStyle: {fontSize: 12, color: css("--soft")}},
        tooltip: tooltip((p) => `${isolated(p.seriesName)}\n${p.value[0]} examples\n` +
          `${p.value[1].toFixed(1)} %`),
        xAxis: axis("labelled examples", {type: "log", max: (extent) => 1.2 * extent.max,
          axisLabel: {color: css("--soft"), hideOverlap: true, showMaxLabel: false}}),
        yAxis: percentAxis("accuracy, %"),
        series: names.flatMap((name) => {
          const color = contenderColor(name);
          const points = comparisons.filter((c) => score(c, name)).map((c) => {
            const row = score(c, name);
            return [c.examples, row.mean, row.mean - (row.sd || 0), row.mean + (row.sd || 0)];
          });
          return [{type: "line", name, data: points.map((p) => [p[0], p[1]]),
            symbol: "circle", symbolSize: 8,
            itemStyle: {color}, lineStyle: {color}}, {...intervalBars(color, points), name}];
        }),
      }));
      table(parent, [`${network}: examples`, ...names],
        comparisons.map((comparison) => ({cells: [String(comparison.examples),
          ...names.map((name) => score(comparison, name)
            ? plusMinus(score(comparison, name)) : "–")]})));
    }
  }
}

function showOverlap() {
  const parent = section("overlap");
  if (!results.overlap || results.overlap.pairs.length === 0) { parent.hidden = true; return; }
  const pairs = [...results.overlap.pairs].sort((a, b) => b.mean - a.mean);
  table(parent, ["first", "second", "mean Jaccard", "95 % interval"],
    pairs.map((pair) => ({cells: [pair.first, pair.second, number(pair.mean, 3),
      `${number(pair.low, 3)} to ${number(pair.high, 3)}`]})), [1]);
  for (const pair of pairs) {
    const details = element("details");
    details.append(element("summary",
      `Words on which ${isolated(pair.first)} and ${isolated(pair.second)} differ most`));
    table(details, ["word", `near it in ${pair.first}`, `near it in ${pair.second}`],
      pair.words.map((entry) => ({cells: [isolated(entry.word),
        entry.first.map(isolated).join(", "), entry.second.map(isolated).join(", ")]})), [1, 2]);
    parent.append(details);
  }
}

function showStability() {
  section("stability").hidden = results.stability.length === 0;
  table(section("stability"), ["contender", "mean Jaccard", "trainings"],
    results.stability.map((row) =>
      ({cells: [row.contender, number(row.mean, 3), String(row.runs)]})));
}

function showSpectra() {
  const parent = section("spectra");
  if (!results.spectra || results.spectra.length === 0) { parent.hidden = true; return; }
  chart(parent, "spectrum", () => ({
    tooltip: tooltip((p) => `${isolated(p.seriesName)}\nvalue ${p.value[0]}\n` +
      `${p.value[1].toFixed(4)} of the first`),
    xAxis: axis("number of the singular value", {type: "log"}),
    yAxis: axis("share of the first", {type: "log", gap: 44}),
    series: results.spectra.map((entry) => ({type: "line", name: entry.contender,
      symbol: "circle", symbolSize: 3, itemStyle: {color: contenderColor(entry.contender)},
      data: entry.values.map((value, i) => [i + 1, value]).filter((point) => point[1] > 0)})),
  }));
  const at = [1, 2, 5, 10, 20, 50, 100, 200, 300];
  const most = Math.max(...results.spectra.map((entry) => entry.values.length));
  const shown = at.filter((i) => i <= most);
  table(parent, ["contender", ...shown.map((i) => `no. ${i}`)],
    results.spectra.map((entry) => ({cells: [entry.contender,
      ...shown.map((i) => number(entry.values[i - 1], 3))]})));
}

function showMaps() {
  const parent = section("maps");
  if (!results.maps || results.maps.maps.length === 0) { parent.hidden = true; return; }
  const words = results.maps.words;
  const maps = results.maps.maps;
  const controls = element("div", "", {class: "controls"});
  const labelled = (text, control) => {
    const label = element("label", text);
    label.append(control);
    controls.append(label);
    return control;
  };
  const which = labelled("contender", element("select", "", {id: "map-contender"}));
  for (const map of maps) which.append(element("option", map.contender));
  const how = labelled("method", element("select", "", {id: "map-method"}));
  for (const [value, text] of [["tsne", "t-SNE"], ["pca", "PCA"]]) {
    how.append(element("option", text, {value}));
  }
  const search = labelled("search", element("input", "",
    {id: "map-search", type: "search", placeholder: "word"}));
  if (hasCharts) parent.append(controls);
  const entry = chart(parent, "map", () => {
    const map = maps[Math.max(which.selectedIndex, 0)];
    const places = map[how.value];
    const asked = search.value.trim();
    const matches = (word) => asked !== "" && word.includes(asked);
    const classes = [...new Set(map.classes)].sort((a, b) => a - b);
    const axisOption = {show: false, scale: true, type: "value"};
    return {
      legend: {show: false},
      grid: {left: 8, right: 8, top: 8, bottom: 8},
      tooltip: tooltip((p) => isolated(p.data.word)),
      xAxis: axisOption, yAxis: axisOption,
      dataZoom: [{type: "inside", xAxisIndex: 0}, {type: "inside", yAxisIndex: 0}],
      series: classes.map((group) => ({
        type: "scatter", name: `class ${group + 1}`, symbolSize: 6,
        itemStyle: {color: palette[group % palette.length]},
        labelLayout: {hideOverlap: true},
        data: words.map((word, i) => ({word, value: places[i], group: map.classes[i]}))
          .filter((point) => point.group === group)
          .map((point, i) => ({...point, symbolSize: matches(point.word) ? 14 : 6,
            itemStyle: {opacity: asked === "" || matches(point.word) ? 0.9 : 0.15},
            label: {show: matches(point.word) || (asked === "" && i % 4 === 0),
              formatter: isolated(point.word), position: "top", distance: 2, fontSize: 10,
              color: css("--ink")}})),
      })),
    };
  }, "chart tall");
  if (entry) {
    for (const control of [which, how]) control.addEventListener("change", entry.draw);
    search.addEventListener("input", entry.draw);
  }
  // The table of the map: a few words of each class.
  const map = maps[0];
  const details = element("details");
  details.append(element("summary", `Words of each class in ${isolated(map.contender)}`));
  const groups = [...new Set(map.classes)].sort((a, b) => a - b);
  table(details, ["class", "words"], groups.map((group) => ({cells: [String(group + 1),
    words.filter((_, i) => map.classes[i] === group).slice(0, 12).map(isolated).join(", ")]})),
    [1]);
  parent.append(details);
}

function showLeftOut() {
  section("left-out").hidden = results.left_out.length === 0;
  const list = section("left-out").querySelector("ul");
  for (const entry of results.left_out) {
    list.append(element("li", `${entry.part}: ${entry.reason}`));
  }
}

showHead();
showContenders();
showQuality();
showScores();
showClassification();
showOverlap();
showStability();
showSpectra();
showMaps();
showLeftOut();
document.documentElement.dataset.ready = "yes";
