#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "eigenlex/core/checksum.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/json_file.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/embedding/select_words.hpp"

#include "classification.hpp"
#include "report.hpp"
#include "scoring.hpp"
#include "trainings.hpp"
#include "verdicts.hpp"
#include "views.hpp"

namespace eigenlex::tool {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

/// Most words over which neighbours are looked for.
constexpr std::size_t kSharedWords = 30000;
constexpr std::size_t kFewestSharedWords = 20;

[[noreturn]] void fail_to_share(std::size_t words) {
  throw FormatError(
      fmt::format("the tables share {} words, too few to compare: are --table and corpus in one "
                  "language, and spelled alike (--lowercase)?",
                  words));
}

/// Throws FormatError where a table shares too few words with the corpus: before any training.
void check_shared(const PreparedCorpus& corpus, const std::vector<Vocabulary>& tables) {
  for (const Vocabulary& table : tables) {
    const std::size_t words = shared_words(std::vector{&corpus.vocabulary, &table}).size();
    if (words < kFewestSharedWords) fail_to_share(words);
  }
}

Entry external_entry(const NamedTable& table) {
  Entry entry{.name = table.name,
              .description = "table " + table.path.string(),
              .external = true,
              .runs = {}};
  const fs::path file = is_model(table.path) ? table.path / "vectors.npy" : table.path;
  entry.runs.push_back(
      {.seed = 0, .table = table.path, .key = file_checksum(file), .training = {}, .score = {}});
  return entry;
}

void score_runs(Session& session, const Benchmarks& benchmarks, std::vector<Entry>& entries) {
  const std::int32_t restrict_to = session.settings().restrict_to;
  for (Entry& entry : entries) {
    for (Run& run : entry.runs) {
      if (!run.score.is_null()) continue;
      const json decided_by{
          {"program", EIGENLEX_VERSION}, {"table", run.key}, {"benchmarks", benchmarks.key}};
      const std::string title = fmt::format("score {}", entry.name);
      if (auto score =
              session.part(title, PartStore::id("score", decided_by), 0, [&](const Progress&) {
                return score_table(load_embedding(run.table), benchmarks, restrict_to);
              })) {
        run.score = std::move(*score);
      }
    }
  }
}

/// The first table of each contender, over the words that all have.
SharedTables share(const std::vector<Entry>& entries) {
  SharedTables shared;
  std::vector<Embedding> all;
  for (const Entry& entry : entries) {
    if (entry.runs.empty()) continue;
    all.push_back(load_embedding(entry.runs.front().table));
    shared.names.push_back(entry.name);
  }
  std::vector<const Vocabulary*> vocabularies;
  for (const Embedding& embedding : all) vocabularies.push_back(&embedding.vocabulary);
  std::vector<std::string> words = shared_words(vocabularies);
  if (words.size() < kFewestSharedWords) fail_to_share(words.size());
  words.resize(std::min(words.size(), kSharedWords));
  for (const Embedding& embedding : all) shared.tables.push_back(select_words(embedding, words));
  return shared;
}

json keys_of(const std::vector<Entry>& entries) {
  json keys = json::array();
  for (const Entry& entry : entries) {
    if (!entry.runs.empty()) keys.push_back({entry.name, entry.runs.front().key});
  }
  return keys;
}

ordered_json stability(Session& session, const std::vector<Entry>& entries) {
  ordered_json result = ordered_json::array();
  for (const Entry& entry : entries) {
    if (entry.runs.size() < 2) continue;
    json keys = json::array();
    for (const Run& run : entry.runs) keys.push_back(run.key);
    const auto part = session.part("stability of " + entry.name, PartStore::id("stability", keys),
                                   0, [&](const Progress&) {
                                     std::vector<Embedding> tables;
                                     for (const Run& run : entry.runs)
                                       tables.push_back(load_embedding(run.table));
                                     return seed_stability(tables);
                                   });
    if (part) {
      result.push_back(
          {{"contender", entry.name}, {"mean", part->at("mean")}, {"runs", part->at("runs")}});
    }
  }
  return result;
}

ordered_json describe_contenders(const std::vector<Entry>& entries) {
  ordered_json result = ordered_json::array();
  for (const Entry& entry : entries) {
    ordered_json contender{{"name", entry.name},
                           {"description", entry.description},
                           {"external", entry.external},
                           {"wall_seconds", nullptr},
                           {"runs", ordered_json::array()}};
    std::vector<double> walls;
    for (const Run& run : entry.runs) {
      if (run.training.is_null()) continue;
      walls.push_back(run.training.at("wall_seconds").get<double>());
      contender["runs"].push_back({{"seed", run.seed},
                                   {"wall_seconds", run.training.at("wall_seconds")},
                                   {"cpu_seconds", run.training.at("cpu_seconds")},
                                   {"peak_memory_bytes", run.training.at("peak_memory_bytes")}});
    }
    if (!walls.empty()) {
      const ordered_json over = over_seeds(walls);
      contender["wall_seconds"] = over.at("mean");
      contender["wall_seconds_sd"] = over.at("sd");
    }
    if (!entry.runs.empty() && !entry.runs.front().score.is_null()) {
      const json& score = entry.runs.front().score;
      contender["words"] = score.at("words");
      contender["dim"] = score.at("dim");
      contender["table_bytes"] =
          4 * score.at("words").get<std::int64_t>() * score.at("dim").get<std::int64_t>();
    }
    result.push_back(std::move(contender));
  }
  return result;
}

ordered_json describe(const CompareSettings& settings) {
  return {{"contenders", settings.contenders},
          {"dim", settings.dim},
          {"seeds", settings.seeds},
          {"budget_minutes", settings.budget_minutes},
          {"threads", settings.threads},
          {"restrict", settings.restrict_to},
          {"min_count", settings.vocabulary.min_count},
          {"max_vocab", settings.vocabulary.max_size},
          {"lowercase", settings.tokenizer.lowercase}};
}

/// What the report shows of the tables beside each other.
void add_views(Session& session, const std::vector<Entry>& entries, ordered_json& results) {
  const json keys = keys_of(entries);
  std::optional<SharedTables> shared;
  const auto tables = [&]() -> const SharedTables& {
    if (!shared) shared = share(entries);
    return *shared;
  };
  const auto add = [&](const char* name, const auto& make) {
    std::optional<json> part;
    if (!keys.empty()) {
      part = session.part(name, PartStore::id(name, {{"view", 1}, {"tables", keys}}), 0, make);
    }
    results[name] = part ? ordered_json(std::move(*part)) : ordered_json(nullptr);
  };
  add("overlap", [&](const Progress& progress) { return neighbour_overlaps(tables(), progress); });
  add("spectra", [&](const Progress&) { return table_spectra(tables()); });
  add("maps", [&](const Progress& progress) { return word_maps(tables(), progress); });
}

void write_results(Session& session, ordered_json& results) {
  results["left_out"] = session.left_out();
  results["summary"] = verdicts(results);
  const fs::path& folder = session.settings().output;
  PendingPath pending(folder / "results.json", PendingPath::Kind::kFile);
  write_json(pending.path(), results);
  pending.commit();
  write_report(results, folder / "report.html");
}

}  // namespace

void run_compare(const CompareSettings& settings) {
  const Benchmarks benchmarks =
      read_benchmarks(settings.similarity, settings.analogies, settings.restrict_to);
  const std::vector<LabelledTask> tasks = read_tasks(settings);
  std::vector<Entry> entries;
  for (const std::string& name : settings.contenders) {
    entries.push_back({.name = name,
                       .description = contender_named(name).description,
                       .external = false,
                       .runs = {}});
  }
  std::vector<Vocabulary> vocabularies;
  for (const NamedTable& table : settings.tables) {
    // What cannot be used should not cost the time to train.
    vocabularies.push_back(load_embedding(table.path).vocabulary);
    check_coverage(tasks, vocabularies.back(), table.path.string());
    entries.push_back(external_entry(table));
  }

  const ThreadCount threads(settings.threads);
  const InterruptGuard guard;
  Session session(settings);
  const PreparedCorpus corpus = prepare_corpus(session);
  check_coverage(tasks, corpus.vocabulary, "the corpus");
  check_shared(corpus, vocabularies);
  ordered_json results{{"format", "eigenlex comparison"},
                       {"version", 1},
                       {"program", EIGENLEX_VERSION},
                       {"options", describe(settings)},
                       {"corpus", corpus.figures}};
  // One training of each contender and all that is measured on it comes before other seeds: what
  // --budget cuts off is what matters least.
  const auto train_all = [&](int seed) {
    for (std::size_t i = 0; i < settings.contenders.size(); ++i) {
      train_contender(session, contender_named(settings.contenders[i]), seed, corpus, entries[i]);
      score_runs(session, benchmarks, entries);
    }
  };
  train_all(1);
  add_views(session, entries, results);
  results["classification"] = compare_classifiers(session, tasks, entries);
  for (int seed = 2; seed <= settings.seeds; ++seed) train_all(seed);
  results["contenders"] = describe_contenders(entries);
  results["similarity"] = compare_similarity(benchmarks, entries);
  results["analogies"] = compare_analogies(benchmarks, entries);
  results["stability"] = stability(session, entries);
  write_results(session, results);
  session.console().line("report", (settings.output / "report.html").string());
  for (const auto& sentence : results["summary"]) {
    fmt::print("{}\n", sentence.get<std::string>());
  }
}

}  // namespace eigenlex::tool
