#include "eigenlex/compare/compare.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/embedding/select_words.hpp"
#include "eigenlex/text/text_profile.hpp"
#include "eigenlex/text/text_source.hpp"

#include "compare/classification.hpp"
#include "compare/scoring.hpp"
#include "compare/trainings.hpp"
#include "compare/verdicts.hpp"
#include "compare/views.hpp"
#include "core/build_fingerprint.hpp"
#include "core/checksum.hpp"

namespace eigenlex {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;
using namespace internal;

constexpr int kMostSeeds = 100;
/// Most words over which neighbours are looked for.
constexpr std::size_t kSharedWords = 30000;
constexpr std::size_t kFewestSharedWords = 20;

[[noreturn]] void fail_to_share(std::size_t words) {
  throw FormatError(
      fmt::format("the tables share {} words, too few to compare: are all tables and the corpus in "
                  "one language, and spelled alike, also in lower or upper case?",
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

void score_runs(Session& session, const Benchmarks& benchmarks, const json& benchmarks_key,
                std::vector<Entry>& entries) {
  const std::int32_t restrict_to = session.options().restrict_to;
  for (Entry& entry : entries) {
    for (Run& run : entry.runs) {
      if (!run.score.is_null()) continue;
      const std::string id =
          PartStore::id("score", {{"table", run.key}, {"benchmarks", benchmarks_key}});
      auto score = session.part("score " + entry.name, id, [&](const Progress& progress) {
        return score_table(load_embedding(run.table), benchmarks, restrict_to, progress);
      });
      if (score) run.score = std::move(*score);
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
                                   [&](const Progress& progress) {
                                     std::vector<Embedding> tables;
                                     for (const Run& run : entry.runs)
                                       tables.push_back(load_embedding(run.table));
                                     return seed_stability(tables, progress);
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

ordered_json describe(const ComparisonData& data, const CompareOptions& options) {
  ordered_json contenders = ordered_json::array();
  for (const Contender& contender : data.contenders) contenders.push_back(contender.name);
  return {{"contenders", std::move(contenders)},
          {"dim", options.dim},
          {"seeds", options.seeds},
          {"budget_minutes", options.budget_minutes},
          {"threads", options.threads},
          {"restrict", options.restrict_to},
          {"min_count", options.vocabulary.min_count},
          {"max_vocab", options.vocabulary.max_size},
          {"lowercase", options.tokenizer.lowercase}};
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
      part = session.part(name, PartStore::id(name, keys), make);
    }
    results[name] = part ? ordered_json(std::move(*part)) : ordered_json(nullptr);
  };
  add("overlap", [&](const Progress& progress) { return neighbour_overlaps(tables(), progress); });
  add("spectra", [&](const Progress& progress) { return table_spectra(tables(), progress); });
  add("maps", [&](const Progress& progress) { return word_maps(tables(), progress); });
}

std::vector<Entry> entries_of(const ComparisonData& data) {
  std::vector<Entry> entries;
  for (const Contender& contender : data.contenders) {
    entries.push_back({.name = contender.name,
                       .description = contender.description,
                       .external = false,
                       .runs = {}});
  }
  for (const NamedTable& table : data.tables) entries.push_back(external_entry(table));
  return entries;
}

/// The words of the tables given. Throws, before the time to train is spent, for what cannot be
/// used.
std::vector<Vocabulary> vocabularies_of(const ComparisonData& data,
                                        const std::vector<LabelledTask>& tasks) {
  std::vector<Vocabulary> vocabularies;
  for (const NamedTable& table : data.tables) {
    vocabularies.push_back(load_embedding(table.path).vocabulary);
    check_coverage(tasks, vocabularies.back(), table.path.string());
  }
  return vocabularies;
}

}  // namespace

void CompareOptions::validate() const {
  tokenizer.validate();
  vocabulary.validate();
  const auto require = [](bool holds, const char* field, auto value, const std::string& what) {
    if (!holds) {
      throw OptionError(std::string("CompareOptions.") + field, fmt::to_string(value), what);
    }
  };
  require(dim >= 1, "dim", dim, "must be at least 1");
  require(restrict_to >= 0, "restrict_to", restrict_to, "must be at least 0");
  require(seeds >= 1 && seeds <= kMostSeeds, "seeds", seeds,
          fmt::format("must be 1..{}", kMostSeeds));
  require(budget_minutes >= 0 && std::isfinite(budget_minutes), "budget_minutes", budget_minutes,
          "must be minutes, or 0 for no limit");
  require(threads >= 1, "threads", threads, "must be at least 1");
}

void validate(const ComparisonData& data) {
  std::set<std::string> seen;
  const auto add = [&](const char* field, const std::string& name) {
    if (name.empty()) throw OptionError(field, name, "must have a name");
    if (!seen.insert(name).second) throw OptionError(field, name, "is given twice");
  };
  for (const Contender& contender : data.contenders) {
    add("ComparisonData.contenders", contender.name);
  }
  for (const NamedTable& table : data.tables) add("ComparisonData.tables", table.name);
  if (seen.empty()) throw OptionError("ComparisonData.contenders", "", "must be one at least");
}

namespace {

void tell_notes(const Benchmarks& benchmarks, const std::vector<LabelledTask>& tasks,
                Observer& observer) {
  Notes notes = benchmarks.notes();
  for (const LabelledTask& task : tasks) {
    notes.insert(notes.end(), task.notes.begin(), task.notes.end());
  }
  for (const std::string& note : notes) observer.note("note", note);
}

/// The options with the tokenizer that suits the corpus, which labelled texts are read by too.
CompareOptions with_tokenizer_for(const std::vector<std::string>& corpus, CompareOptions options) {
  if (options.tokenizer.kind == TokenizerKind::kAuto) {
    if (std::ranges::find(corpus, "-") != corpus.end()) {
      throw OptionError(
          "TokenizerOptions.kind", enum_name(options.tokenizer.kind),
          "cannot be chosen by the standard input, which is read only once; name one");
    }
    const TextProfile profile = profile_text(TextSource(corpus).sample());
    options.tokenizer = choose_tokenizer(profile, options.tokenizer).options;
  }
  return options;
}

}  // namespace

ordered_json compare(const ComparisonData& data, const CompareOptions& given, const fs::path& work,
                     Observer& observer) {
  given.validate();
  validate(data);
  const CompareOptions options = with_tokenizer_for(data.corpus, given);
  const ThreadCount threads(options.threads);
  const CancellationScope scope(observer.cancellation());
  const Benchmarks benchmarks = read_benchmarks(data.similarity, data.analogies, data.columns);
  const std::vector<LabelledTask> tasks = read_tasks(data.labelled, options.tokenizer);
  tell_notes(benchmarks, tasks, observer);
  const std::vector<Vocabulary> vocabularies = vocabularies_of(data, tasks);
  std::vector<Entry> entries = entries_of(data);
  Session session(options, work, observer);
  const PreparedCorpus corpus = prepare_corpus(session, data.corpus);
  check_coverage(tasks, corpus.vocabulary, "the corpus");
  check_shared(corpus, vocabularies);
  ordered_json results{{"format", "eigenlex comparison"},
                       {"version", 1},
                       {"build", build_fingerprint()},
                       {"options", describe(data, options)},
                       {"corpus", corpus.figures}};
  const json benchmarks_key = key_of(data, options.restrict_to);
  const auto train_all = [&](std::uint64_t seed) {
    for (std::size_t i = 0; i < data.contenders.size(); ++i) {
      train_contender(session, data.contenders[i], seed, corpus, entries[i]);
      score_runs(session, benchmarks, benchmarks_key, entries);
    }
  };
  train_all(1);
  add_views(session, entries, results);
  results["classification"] = compare_classifiers(session, tasks, entries);
  for (int seed = 2; seed <= options.seeds; ++seed) train_all(static_cast<std::uint64_t>(seed));
  results["contenders"] = describe_contenders(entries);
  results["similarity"] = compare_similarity(benchmarks, entries);
  results["analogies"] = compare_analogies(benchmarks, entries);
  results["stability"] = stability(session, entries);
  results["left_out"] = session.left_out();
  results["summary"] = verdicts(results);
  return results;
}

}  // namespace eigenlex
