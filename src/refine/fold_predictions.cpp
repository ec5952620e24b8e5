#include "refine/fold_predictions.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/refine/bag_regression.hpp"

#include "refine/panel_regression.hpp"
#include "refine/part_of_progress.hpp"
#include "refine/subword_tolerance.hpp"

namespace eigenlex::internal {
namespace {

/// Most steps of a regression.
constexpr int kMostSteps = 12;

/// The fold of each word, and how much it counts in the regressions of the others.
struct Folds {
  std::vector<std::int32_t> of_word;
  std::vector<float> weights;
};

Folds draw_folds(std::span<const std::int64_t> counts, const Table& units,
                 const SubwordShareOptions& options) {
  Folds folds;
  Random random(options.seed);
  for (std::size_t word = 0; word < counts.size(); ++word) {
    const auto count = static_cast<double>(counts[word]);
    const bool is_known = count > 0 && !units.row(static_cast<Eigen::Index>(word)).isZero(0);
    folds.weights.push_back(is_known ? static_cast<float>(count / (count + options.known_count))
                                     : 0.0F);
    folds.of_word.push_back(
        static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(options.folds))));
  }
  return folds;
}

/// A fold of words, whose vectors are predicted in some dimensions by the other folds.
struct Task {
  std::int32_t fold;
  Eigen::Index first, size;
};

std::vector<Task> tasks_of(std::int32_t folds, Eigen::Index dimensions) {
  std::vector<Task> tasks;
  for (std::int32_t fold = 0; fold < folds; ++fold) {
    for (Eigen::Index first = 0; first < dimensions; first += kRegressedColumns) {
      tasks.push_back({fold, first, std::min<Eigen::Index>(kRegressedColumns, dimensions - first)});
    }
  }
  return tasks;
}

class FoldPredictions {
 public:
  FoldPredictions(const PartBags& parts, std::span<const std::int64_t> counts, const Table& units,
                  const SubwordShareOptions& options)
      : matrix_(parts.bags, parts.parts),
        units_(units),
        options_(options),
        folds_(draw_folds(counts, units, options)) {
    words_.resize(as_size(options.folds));
    for (std::size_t word = 0; word < counts.size(); ++word) {
      words_[as_size(folds_.of_word[word])].push_back(as_index(word));
    }
  }

  /// The words of a fold.
  const std::vector<std::int64_t>& words_of(std::int32_t fold) const {
    return words_[as_size(fold)];
  }
  /// Predicts the words of the fold in the dimensions of the task: word number k of them into the
  /// row `place(k)`.
  template <class Place>
  void predict(const Task& task, const Progress& progress, const Place& place) {
    if (!regression_ || fold_ != task.fold) leave_out(task.fold);
    const Table& of_parts = regression_->solve(units_, task.first, task.size, progress);
    const std::vector<std::int64_t>& words = words_of(task.fold);
    constexpr std::int64_t kBlockRows = 512;
    parallel_blocks(std::ssize(words), kBlockRows,
                    [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                      for (std::int64_t k = begin; k < end; ++k) {
                        matrix_.multiply_row(words[as_size(k)], of_parts, place(k));
                      }
                    });
  }

  /// Frees the tables of regressions.
  void finish() { regression_.reset(); }

 private:
  /// Makes the regression of all words but those of a fold.
  void leave_out(std::int32_t fold) {
    std::vector<float> weights = folds_.weights;
    for (const std::int64_t word : words_of(fold)) weights[as_size(word)] = 0;
    regression_.reset();
    regression_.emplace(matrix_, weights,
                        BagRegressionOptions{.regularization = options_.regularization,
                                             .max_iterations = kMostSteps,
                                             .tolerance = kSubwordTolerance});
    fold_ = fold;
  }

  const BagMatrix matrix_;
  const Table& units_;
  const SubwordShareOptions& options_;
  const Folds folds_;
  std::vector<std::vector<std::int64_t>> words_;
  std::int32_t fold_ = -1;                     ///< that `regression_` leaves out
  std::optional<PanelRegression> regression_;  ///< of the fold that was asked for last
};

/// The words of a fold among rows begin .. end - 1, as places in the list of the fold's words.
std::pair<std::int64_t, std::int64_t> places_within(const std::vector<std::int64_t>& words,
                                                    std::int64_t begin, std::int64_t end) {
  return {std::ranges::lower_bound(words, begin) - words.begin(),
          std::ranges::lower_bound(words, end) - words.begin()};
}

/// Does every `size`-th task and sends what it finds to who keeps the words.
Table predict_over_ranks(FoldPredictions& all, const std::vector<Task>& tasks,
                         const RowSpread& spread, Eigen::Index dimensions,
                         const Progress& progress) {
  const Communicator& ranks = spread.ranks();
  const std::span<const std::int64_t> ends = spread.kept_ends();
  const auto begin_of = [&](std::size_t r) { return r == 0 ? 0 : ends[r - 1]; };
  const auto is_of = [&](std::size_t task, int rank) {
    return static_cast<int>(task % as_size(ranks.size())) == rank;
  };
  std::vector<std::string> messages(as_size(ranks.size()));
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    if (!is_of(t, ranks.rank())) continue;
    Table found(std::ssize(all.words_of(tasks[t].fold)), tasks[t].size);
    all.predict(tasks[t], part_of(progress, as_index(t), std::ssize(tasks)),
                [&](std::int64_t k) { return found.row(k); });
    for (std::size_t r = 0; r < messages.size(); ++r) {
      const auto [begin, end] = places_within(all.words_of(tasks[t].fold), begin_of(r), ends[r]);
      messages[r].append(reinterpret_cast<const char*>(found.data() + begin * found.cols()),
                         as_size((end - begin) * found.cols()) * sizeof(float));
    }
  }
  all.finish();
  messages = ranks.exchange(std::move(messages));
  Table kept(spread.kept(), dimensions);
  std::vector<std::string_view> rest(messages.begin(), messages.end());
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    const Task& task = tasks[t];
    std::string_view& message = rest[t % rest.size()];
    const std::vector<std::int64_t>& words = all.words_of(task.fold);
    const std::int64_t first = spread.first_row();
    const auto [begin, end] = places_within(words, first, first + spread.kept());
    const std::size_t bytes = as_size(task.size) * sizeof(float);
    for (std::int64_t k = begin; k < end; ++k) {
      std::memcpy(kept.row(words[as_size(k)] - first).data() + task.first, message.data(), bytes);
      message.remove_prefix(bytes);
    }
  }
  return kept;
}

}  // namespace

Table predict_by_folds(const PartBags& parts, std::span<const std::int64_t> counts,
                       const Table& units, const SubwordShareOptions& options,
                       const RowSpread* spread, const Progress& progress) {
  const std::vector<Task> tasks = tasks_of(options.folds, units.cols());
  if (spread != nullptr) {
    const Table all_units = spread->gather_in_all(units);
    FoldPredictions all(parts, counts, all_units, options);
    return predict_over_ranks(all, tasks, *spread, units.cols(), progress);
  }
  FoldPredictions all(parts, counts, units, options);
  Table predictions = new_row_matrix(units.rows(), units.cols());
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    const Task& task = tasks[t];
    const std::vector<std::int64_t>& words = all.words_of(task.fold);
    all.predict(task, part_of(progress, as_index(t), std::ssize(tasks)), [&](std::int64_t k) {
      return predictions.row(words[as_size(k)]).segment(task.first, task.size);
    });
  }
  return predictions;
}

}  // namespace eigenlex::internal
