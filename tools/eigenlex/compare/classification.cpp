#include "classification.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "eigenlex/core/checksum.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/evaluate/difference.hpp"
#include "eigenlex/neural/classification_score.hpp"
#include "eigenlex/neural/linear_classifier.hpp"
#ifdef EIGENLEX_HAS_TORCH
#include "eigenlex/neural/network_training.hpp"
#endif

#include "scoring.hpp"

namespace eigenlex::tool {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::int64_t kMostTestTexts = 5000;
constexpr std::int64_t kFewestTexts = 10;

/// One classifier that is trained: network, vectors, examples, seed.
struct Trial {
  const LabelledTask& task;
  Network network;
  EmbeddingMode mode;
  std::int64_t examples;
  int seed;
};

LabelledTexts draw(const LabelledTexts& from, std::int64_t examples, int seed) {
  if (examples == from.size()) return from;
  // The part set aside of a stratified split is a stratified sample.
  const Split split = stratified_split(from.labels, examples, static_cast<std::uint64_t>(seed));
  return select(from, split.held_out);
}

RowMatrix probabilities(const Trial& trial, const Embedding* embedding,
                        const TokenizerOptions& tokenizer, const Progress& progress) {
  const LabelledTexts examples = draw(trial.task.train, trial.examples, trial.seed);
  const ClassifierOptions options{.network = trial.network,
                                  .mode = trial.mode,
                                  .num_words = 0,
                                  .seed = static_cast<std::uint64_t>(trial.seed)};
#ifdef EIGENLEX_HAS_TORCH
  if (trial.network != Network::kLinear) {
    return predict_classes(train_classifier(examples, embedding, tokenizer, options, progress),
                           trial.task.test.texts);
  }
#endif
  return predict_linear(train_linear_classifier(examples, embedding, tokenizer, options, progress),
                        trial.task.test.texts);
}

/// "1" for each test text that was classified rightly, "0" for each other.
std::string answers(const Trial& trial, const RowMatrix& predicted) {
  const std::vector<std::int32_t> classes = most_probable(predicted);
  std::string text;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    text += classes[i] == trial.task.test.labels[i] ? '1' : '0';
  }
  return text;
}

/// Vectors that classifiers are trained on; without a run they are random.
struct Vectors {
  std::string name;
  const Run* run = nullptr;
};

/// The right and wrong answers of each seed; fewer where time ran out.
std::vector<std::vector<double>> run_trials(Session& session, const LabelledTask& task,
                                            Network network, std::int64_t examples,
                                            const Vectors& vectors,
                                            std::optional<Embedding>& table) {
  std::vector<std::vector<double>> runs;
  const EmbeddingMode mode = vectors.run == nullptr        ? EmbeddingMode::kRandom
                             : network == Network::kLinear ? EmbeddingMode::kFrozen
                                                           : EmbeddingMode::kTuned;
  for (int seed = 1; seed <= session.settings().seeds; ++seed) {
    const Trial trial{task, network, mode, examples, seed};
    const std::string title = fmt::format("{} {}, {}, {} examples, seed {}", name_of(network),
                                          task.name, vectors.name, examples, seed);
    const json decided_by{{"program", EIGENLEX_VERSION},
                          {"table", vectors.run == nullptr ? "random" : vectors.run->key},
                          {"labelled", task.checksum},
                          {"tokenizer", static_cast<int>(session.settings().tokenizer.kind)},
                          {"lowercase", session.settings().tokenizer.lowercase},
                          {"network", name_of(network)},
                          {"examples", examples},
                          {"seed", seed}};
    const auto part = session.part(
        title, PartStore::id("classify-" + vectors.name, decided_by), 0,
        [&](const Progress& progress) {
          if (vectors.run != nullptr && !table) table = load_embedding(vectors.run->table);
          return json{
              {"answers", answers(trial, probabilities(trial, table ? &*table : nullptr,
                                                       session.settings().tokenizer, progress))}};
        });
    if (!part) break;
    std::vector<double>& run = runs.emplace_back();
    for (const char answer : part->at("answers").get<std::string>()) {
      run.push_back(answer == '1' ? 1 : 0);
    }
  }
  return runs;
}

/// Percentages of right answers, a number a run.
std::vector<double> accuracies(const std::vector<std::vector<double>>& runs) {
  std::vector<double> result;
  for (const std::vector<double>& run : runs) {
    double right = 0;
    for (const double answer : run) right += answer;
    result.push_back(100 * right / static_cast<double>(run.size()));
  }
  return result;
}

ordered_json differences(const std::vector<Vectors>& all,
                         const std::vector<std::vector<std::vector<double>>>& runs) {
  ordered_json result = ordered_json::array();
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < all.size(); ++j) {
      // Seeds draw the same examples for both sides.
      const std::size_t seeds = std::min(runs[i].size(), runs[j].size());
      if (i == j || seeds == 0) continue;
      const auto difference = mean_difference(Runs(runs[i]).first(seeds),
                                              Runs(runs[j]).first(seeds), RunPairing::kByIndex);
      if (!difference) continue;
      result.push_back({{"first", all[i].name},
                        {"second", all[j].name},
                        {"mean", 100 * difference->mean},
                        {"low", 100 * difference->interval.low},
                        {"high", 100 * difference->interval.high},
                        {"beyond_noise", difference->is_beyond_noise()}});
    }
  }
  return result;
}

ordered_json compare_at(Session& session, const LabelledTask& task, Network network,
                        std::int64_t examples, const std::vector<Vectors>& all,
                        std::vector<std::optional<Embedding>>& tables) {
  std::vector<std::vector<std::vector<double>>> runs;
  ordered_json scores = ordered_json::array();
  for (std::size_t i = 0; i < all.size(); ++i) {
    runs.push_back(run_trials(session, task, network, examples, all[i], tables[i]));
    if (runs.back().empty()) continue;
    ordered_json row = over_seeds(accuracies(runs.back()));
    row["contender"] = all[i].name;
    scores.push_back(std::move(row));
  }
  return {{"network", name_of(network)},
          {"examples", examples},
          {"scores", std::move(scores)},
          {"differences", differences(all, runs)}};
}

ordered_json compare_on(Session& session, const LabelledTask& task, Network network,
                        const std::vector<Vectors>& all) {
  ordered_json comparisons = ordered_json::array();
  std::vector<std::optional<Embedding>> tables(all.size());
  for (const std::int64_t examples : task.sizes) {
    comparisons.push_back(compare_at(session, task, network, examples, all, tables));
  }
  return comparisons;
}

}  // namespace

std::vector<LabelledTask> read_tasks(const CompareSettings& settings) {
  std::vector<LabelledTask> tasks;
  for (const std::string& path : settings.labelled) {
    const LabelledTexts texts = read_labelled_texts(path, settings.tokenizer);
    if (texts.size() < kFewestTexts) {
      throw FormatError(fmt::format("{}: has {} labelled texts; at least {} are needed", path,
                                    texts.size(), kFewestTexts));
    }
    const Split split =
        stratified_split(texts.labels, std::min(texts.size() / 5, kMostTestTexts), 1);
    LabelledTask task{.name = std::filesystem::path(path).stem().string(),
                      .checksum = file_checksum(path),
                      .train = select(texts, split.train),
                      .test = select(texts, split.held_out),
                      .sizes = {}};
    for (const std::int64_t size : {100, 1000, 10000}) {
      if (size < task.train.size()) task.sizes.push_back(size);
    }
    task.sizes.push_back(task.train.size());
    tasks.push_back(std::move(task));
  }
  return tasks;
}

ordered_json compare_classifiers(Session& session, const std::vector<LabelledTask>& tasks,
                                 const std::vector<Entry>& entries) {
  std::vector<Vectors> given;
  for (const Entry& entry : entries) {
    if (!entry.runs.empty()) given.push_back({entry.name, &entry.runs.front()});
  }
  ordered_json result = ordered_json::array();
  for (const LabelledTask& task : tasks) {
    ordered_json comparisons = compare_on(session, task, Network::kLinear, given);
#ifdef EIGENLEX_HAS_TORCH
    std::vector<Vectors> with_random = given;
    with_random.push_back({"random", nullptr});
    for (auto& comparison : compare_on(session, task, Network::kPooled, with_random)) {
      comparisons.push_back(std::move(comparison));
    }
#endif
    result.push_back({{"name", task.name},
                      {"classes", task.train.class_names},
                      {"train_examples", task.train.size()},
                      {"test_examples", task.test.size()},
                      {"comparisons", std::move(comparisons)}});
  }
  return result;
}

}  // namespace eigenlex::tool
