#include "compare/classification.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>

#include <fmt/format.h>

#include "eigenlex/classify/classification_score.hpp"
#include "eigenlex/classify/predict.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/evaluate/difference.hpp"

#include "compare/scoring.hpp"
#include "core/checksum.hpp"

namespace eigenlex::internal {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::int64_t kMostTestTexts = 5000;
constexpr std::int64_t kFewestTexts = 10;
/// Draws of examples, also where there are fewer trainings of the vectors: they take little time.
constexpr int kFewestDraws = 3;

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
                        const CompareOptions& compare, const Progress& progress) {
  const LabelledTexts examples = draw(trial.task.train, trial.examples, trial.seed);
  const ClassifierOptions options{.network = trial.network,
                                  .mode = trial.mode,
                                  .sequence = {},
                                  .num_words = 0,
                                  .seed = static_cast<std::uint64_t>(trial.seed)};
  return predict_any_classes(train_any_classifier(examples, embedding, compare.tokenizer, options,
                                                  compare.networks, progress),
                             trial.task.test.texts, compare.networks, progress);
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

/// Vectors with their table, which is loaded when it is first needed.
struct Side {
  Vectors vectors;
  std::optional<Embedding> table = {};

  const Embedding* embedding() {
    if (vectors.run == nullptr) return nullptr;
    if (!table) table = load_embedding(vectors.run->table);
    return &*table;
  }
};

json key_of(const Session& session, const Trial& trial, const Vectors& vectors) {
  return {{"table", vectors.run == nullptr ? "random" : vectors.run->key},
          {"labelled", trial.task.checksum},
          {"tokenizer", static_cast<int>(session.options().tokenizer.kind)},
          {"lowercase", session.options().tokenizer.lowercase},
          {"network", enum_name(trial.network)},
          {"examples", trial.examples},
          {"seed", trial.seed}};
}

/// The right and wrong answers of one trial; nothing where the time is up. `stage` is called often.
std::optional<std::vector<double>> run_trial(Session& session, const Trial& trial, Side& side,
                                             const std::function<void()>& stage) {
  const auto piece = session.piece(
      PartStore::id("classify", key_of(session, trial, side.vectors)), stage,
      [&](const Progress& progress) {
        return json{{"answers", answers(trial, probabilities(trial, side.embedding(),
                                                             session.options(), progress))}};
      });
  if (!piece) return std::nullopt;
  std::vector<double> right;
  for (const char answer : piece->at("answers").get<std::string>()) {
    right.push_back(answer == '1' ? 1 : 0);
  }
  return right;
}

EmbeddingMode mode_of(Network network, const Vectors& vectors) {
  if (vectors.run == nullptr) return EmbeddingMode::kRandom;
  return network == Network::kLinear ? EmbeddingMode::kFrozen : EmbeddingMode::kTuned;
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

/// Sides × seeds × test texts; seeds for which there was no time are not there.
using Answers = std::vector<std::vector<std::vector<double>>>;

ordered_json differences(const std::vector<Side>& sides, const Answers& runs) {
  ordered_json result = ordered_json::array();
  for (std::size_t i = 0; i < sides.size(); ++i) {
    for (std::size_t j = i + 1; j < sides.size(); ++j) {
      // Seeds draw the same examples for both sides.
      const std::size_t seeds = std::min(runs[i].size(), runs[j].size());
      if (seeds == 0) continue;
      const auto difference = mean_difference(Runs(runs[i]).first(seeds),
                                              Runs(runs[j]).first(seeds), RunPairing::kByIndex);
      if (!difference) continue;
      add_difference(result, sides[i].vectors.name, sides[j].vectors.name, *difference);
    }
  }
  return result;
}

ordered_json scores_of(const std::vector<Side>& sides, const Answers& runs) {
  ordered_json scores = ordered_json::array();
  for (std::size_t i = 0; i < sides.size(); ++i) {
    if (runs[i].empty()) continue;
    ordered_json row = over_seeds(accuracies(runs[i]));
    row["contender"] = sides[i].vectors.name;
    scores.push_back(std::move(row));
  }
  return scores;
}

/// All trials with one number of examples, a seed of every side before the next seed; until the
/// time is up, or the examples drawn turn out not to do for a classifier.
void run_trials(Session& session, const LabelledTask& task, Network network, std::int64_t examples,
                std::vector<Side>& sides, Answers& runs) {
  const std::string title =
      fmt::format("classify {}, {}, {} examples", task.name, enum_name(network), examples);
  const std::int64_t trials = std::ssize(sides) * std::max(kFewestDraws, session.options().seeds);
  const Progress progress = session.observer().begin(title, "trainings");
  std::string reason;
  std::int64_t done = 0;
  for (; reason.empty() && done < trials; ++done) {
    const auto side = static_cast<std::size_t>(done % std::ssize(sides));
    const int seed = 1 + static_cast<int>(done / std::ssize(sides));
    const Trial trial{task, network, mode_of(network, sides[side].vectors), examples, seed};
    const auto stage = [&] { report(progress, done, trials); };
    stage();
    try {
      if (auto right = run_trial(session, trial, sides[side], stage)) {
        runs[side].push_back(std::move(*right));
        continue;
      }
      reason = fmt::format("{} of {} trainings done when the time of the budget was used up", done,
                           trials);
    } catch (const FormatError& error) {
      reason = error.what();
    } catch (const OptionError& error) {
      reason = error.what();
    }
  }
  session.observer().end();
  if (!reason.empty()) session.leave_out(title, reason);
}

ordered_json compare_on(Session& session, const LabelledTask& task, Network network,
                        std::vector<Side> sides) {
  ordered_json comparisons = ordered_json::array();
  for (const std::int64_t examples : task.sizes) {
    Answers runs(sides.size());
    run_trials(session, task, network, examples, sides, runs);
    ordered_json scores = scores_of(sides, runs);
    if (scores.empty()) continue;
    comparisons.push_back({{"network", enum_name(network)},
                           {"examples", examples},
                           {"scores", std::move(scores)},
                           {"differences", differences(sides, runs)}});
  }
  return comparisons;
}

}  // namespace

std::vector<LabelledTask> read_tasks(const std::vector<std::string>& files,
                                     const TokenizerOptions& tokenizer) {
  std::vector<LabelledTask> tasks;
  for (const std::string& path : files) {
    const LabelledTexts texts =
        read_labelled_texts(path, {.tokenizer = tokenizer, .to_learn = true});
    if (texts.size() < kFewestTexts) {
      throw FormatError(fmt::format("{}: has {} labelled texts; at least {} are needed", path,
                                    texts.size(), kFewestTexts));
    }
    const Split split =
        stratified_split(texts.labels, std::min(texts.size() / 5, kMostTestTexts), 1);
    LabelledTask task{.name = std::filesystem::path(path).stem().string(),
                      .path = path,
                      .checksum = file_checksum(path),
                      .train = select(texts, split.train),
                      .test = select(texts, split.held_out),
                      .sizes = {},
                      .notes = texts.notes};
    for (const std::int64_t size : {100, 1000, 10000}) {
      if (size < task.train.size()) task.sizes.push_back(size);
    }
    task.sizes.push_back(task.train.size());
    tasks.push_back(std::move(task));
  }
  return tasks;
}

void check_coverage(const std::vector<LabelledTask>& tasks, const Vocabulary& vocabulary,
                    const std::string& source) {
  for (const LabelledTask& task : tasks) {
    const bool covered = std::ranges::any_of(task.train.texts.words, [&](const std::string& word) {
      return vocabulary.find(word).has_value();
    });
    if (covered) continue;
    throw FormatError(
        fmt::format("{}: none of its words is in the vocabulary of {}: are both in one language, "
                    "and spelled and tokenized alike?",
                    task.path, source));
  }
}

ordered_json compare_classifiers(Session& session, const std::vector<LabelledTask>& tasks,
                                 const std::vector<Entry>& entries) {
  std::vector<Side> sides;
  for (const Entry& entry : entries) {
    if (!entry.runs.empty()) sides.push_back({.vectors = {entry.name, &entry.runs.front()}});
  }
  std::vector<Side> sides_and_random = sides;
  sides_and_random.push_back({.vectors = {"random", nullptr}});
  ordered_json result = ordered_json::array();
  for (const LabelledTask& task : tasks) {
    ordered_json comparisons = compare_on(session, task, Network::kLinear, sides);
    if (session.options().networks != nullptr) {
      for (auto& comparison : compare_on(session, task, Network::kPooled, sides_and_random)) {
        comparisons.push_back(std::move(comparison));
      }
    }
    result.push_back({{"name", task.name},
                      {"classes", task.train.class_names},
                      {"train_examples", task.train.size()},
                      {"test_examples", task.test.size()},
                      {"comparisons", std::move(comparisons)}});
  }
  return result;
}

}  // namespace eigenlex::internal
