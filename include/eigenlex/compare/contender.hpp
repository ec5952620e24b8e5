#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex {

/// What a contender learns from, the same for all.
struct TrainingTask {
  /// File of the words of the vocabulary alone, between single blanks, a document a line.
  std::filesystem::path corpus;
  /// File of these words by count, as `read_vocabulary` reads it.
  std::filesystem::path vocabulary;
  /// Columns of the vectors; >= 1.
  std::int64_t dim = 100;
  /// Of all that is random.
  std::uint64_t seed = 1;
  /// >= 1.
  int threads = 1;
};

/// A way to learn vectors.
struct Contender {
  /// Tells it from the others.
  std::string name;
  /// For a person, in a few words.
  std::string description;
  /// Takes so long that it is trained only where it is asked for by name.
  bool on_request = false;
  /// All that decides the vectors beside the task and the build of the library. A training that an
  /// earlier comparison kept is found by it: change it when `train` changes.
  nlohmann::json settings = {};
  /// Learns, or loads, a table for the words of the task; a word that it has no vector of is left
  /// out. `observer` is told of the stages and stops the work by throwing, which has to leave
  /// `train`.
  std::function<Embedding(const TrainingTask& task, Observer& observer)> train = {};
};

/// What a training took.
struct TrainingFigures {
  double wall_seconds = 0;
  double cpu_seconds = 0;
  /// Peak resident memory; nothing where it was not measured.
  std::optional<std::int64_t> peak_memory_bytes = std::nullopt;
};

struct Training {
  Embedding embedding;
  TrainingFigures figures;
};

/// Runs the training of a contender, in a process of its own for instance. `check` is to be called
/// a few times a second at least; it stops the training by throwing, which has to leave the runner
/// without a trace of the training.
using TrainingRunner = std::function<Training(const Contender& contender, const TrainingTask& task,
                                              const std::function<void()>& check)>;

/// Runs a training in this process, whose memory holds other things too: it is not measured.
Training train_here(const Contender& contender, const TrainingTask& task,
                    const std::function<void()>& check);

/// The contender of that name. Throws OptionError, which lists the names and ends with `hint`, if
/// there is none.
const Contender& contender_named(std::span<const Contender> contenders, std::string_view name,
                                 std::string_view hint = {});

/// Truncated SVD of the PPMI matrix: `train` with Method::kSvd and otherwise its defaults.
Contender svd_contender();
/// The SVD refined by weighted least squares: `train` with Method::kAls and otherwise its defaults.
Contender als_contender();

}  // namespace eigenlex
