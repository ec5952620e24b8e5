#include "eigenlex/refine/share_subwords.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/matrix/unit_rows.hpp"
#include "eigenlex/refine/bag_regression.hpp"

#include "refine/part_of_progress.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kSharedRowsPerBlock = 512;
/// Steps of a regression, which this penalty keeps well conditioned, and when it is done.
constexpr int kMaxIterations = 12;
constexpr double kTolerance = 1e-2;

using Bags = std::vector<std::vector<std::int32_t>>;

/// The parts of words that enough words have; parts are numbered as they are met.
struct WordParts {
  Bags bags;
  std::int32_t size = 0;
};

WordParts parts_of(const Vocabulary& words, const AffixOptions& options) {
  std::unordered_map<std::string, std::int32_t> ids;
  WordParts parts;
  std::vector<std::int32_t> uses;
  for (const std::string_view word : words.words()) {
    std::vector<std::int32_t>& bag = parts.bags.emplace_back();
    for (const std::string& affix : word_affixes(word, options)) {
      const auto [at, is_new] = ids.try_emplace(affix, static_cast<std::int32_t>(ids.size()));
      if (is_new) uses.push_back(0);
      ++uses[static_cast<std::size_t>(at->second)];
      bag.push_back(at->second);
    }
  }
  std::vector<std::int32_t> kept(uses.size(), -1);
  for (std::size_t id = 0; id < uses.size(); ++id) {
    if (uses[id] >= options.min_words) kept[id] = parts.size++;
  }
  for (std::vector<std::int32_t>& bag : parts.bags) {
    for (std::int32_t& part : bag) part = kept[static_cast<std::size_t>(part)];
    std::erase(bag, -1);
  }
  return parts;
}

/// The fold of each word, and how much it counts in the regressions of the others.
struct Folds {
  std::vector<std::int32_t> of_word;
  std::vector<float> weights;
};

Folds draw_folds(const Embedding& words, const SubwordShareOptions& options) {
  Folds folds;
  Random random(options.seed);
  for (std::int32_t id = 0; id < words.vocabulary.size(); ++id) {
    const auto count = static_cast<double>(words.vocabulary.count(id));
    const bool is_known = count > 0 && row_length(words.table.row(id)) > 0;
    folds.weights.push_back(is_known ? static_cast<float>(count / (count + options.known_count))
                                     : 0.0F);
    folds.of_word.push_back(
        static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(options.folds))));
  }
  return folds;
}

/// What the other folds say of each word, one row each.
Table predict(const Table& units, const WordParts& parts, const Folds& folds,
              const SubwordShareOptions& options, const Progress& progress) {
  const BagMatrix matrix(parts.bags, parts.size);
  Table predictions(units.rows(), units.cols());
  for (std::int32_t fold = 0; fold < options.folds; ++fold) {
    std::vector<float> weights = folds.weights;
    for (std::size_t word = 0; word < weights.size(); ++word) {
      if (folds.of_word[word] == fold) weights[word] = 0;
    }
    const Table of_parts =
        bag_regression(matrix, units,
                       {.regularization = options.regularization,
                        .max_iterations = kMaxIterations,
                        .tolerance = kTolerance},
                       internal::part_of(progress, fold, options.folds), weights);
    parallel_blocks(units.rows(), kSharedRowsPerBlock,
                    [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                      for (std::int64_t word = begin; word < end; ++word) {
                        if (folds.of_word[static_cast<std::size_t>(word)] != fold) continue;
                        matrix.multiply_row(word, of_parts, predictions.row(word));
                      }
                    });
  }
  return predictions;
}

/// How much of a prediction a word is given.
double share_of(double cosine, std::int64_t count, const SubwordShareOptions& options) {
  const double foretold =
      (cosine - options.least_cosine) / (options.full_cosine - options.least_cosine);
  const double rarity =
      options.rare_count == 0
          ? 0
          : options.rare_count / (static_cast<double>(count) + options.rare_count);
  return options.share * std::clamp(foretold, 0.0, 1.0) +
         rarity * std::clamp(cosine / options.rare_cosine, 0.0, 1.0);
}

void check(std::string_view field, double value, bool fits, std::string_view bound) {
  if (fits && std::isfinite(value)) return;
  throw OptionError(field, fmt::to_string(value), bound);
}

}  // namespace

void SubwordShareOptions::validate() const {
  parts.validate();
  BagRegressionOptions{.regularization = regularization}.validate();
  check("SubwordShareOptions.known_count", known_count, known_count >= 0, "must be at least 0");
  check("SubwordShareOptions.folds", folds, folds >= 2 && folds <= 100, "must be in 2 .. 100");
  check("SubwordShareOptions.share", share, share >= 0, "must be at least 0");
  check("SubwordShareOptions.full_cosine", full_cosine, full_cosine <= 1, "must be at most 1");
  check("SubwordShareOptions.least_cosine", least_cosine,
        least_cosine >= -1 && least_cosine < full_cosine,
        "must be at least -1 and below the full cosine");
  check("SubwordShareOptions.rare_count", rare_count, rare_count >= 0, "must be at least 0");
  check("SubwordShareOptions.rare_cosine", rare_cosine, rare_cosine > 0 && rare_cosine <= 1,
        "must be above 0 and at most 1");
}

std::int64_t share_subwords_memory(std::int64_t words, std::int64_t dim) {
  constexpr std::int64_t kPanel = 64, kTablesOfParts = 5;
  const std::int64_t tables = 3 * dim;  // units, predictions, and the vectors of parts
  return 4 * words * (tables + (kTablesOfParts + 2) * kPanel);
}

SubwordShares share_subwords(Embedding& words, const SubwordShareOptions& options,
                             const Progress& progress) {
  options.validate();
  const WordParts parts = parts_of(words.vocabulary, options.parts);
  SubwordShares result{.parts = parts.size};
  if (parts.size == 0) return result;
  const Table units = unit_rows(words.table);
  const Table predictions = predict(units, parts, draw_folds(words, options), options, progress);
  std::vector<double> cosines(parts.bags.size()), shares(parts.bags.size());
  parallel_blocks(
      units.rows(), kSharedRowsPerBlock, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
          const auto word = static_cast<std::size_t>(row);
          const double length = row_length(predictions.row(row));
          const double own_length = row_length(words.table.row(row));
          if (length == 0 || own_length == 0) continue;
          cosines[word] =
              predictions.row(row).cast<double>().dot(units.row(row).cast<double>()) / length;
          shares[word] = share_of(cosines[word],
                                  words.vocabulary.count(static_cast<std::int32_t>(row)), options);
          if (shares[word] == 0) continue;
          const double scale = shares[word] / std::max(length, 1.0);
          const Eigen::RowVectorXf sum =
              units.row(row) + static_cast<float>(scale) * predictions.row(row);
          words.table.row(row) = static_cast<float>(own_length) * unit_vector(sum);
        }
      });
  double sum = 0;
  for (const double cosine : cosines) sum += cosine;
  result.mean_cosine = sum / static_cast<double>(cosines.size());
  result.leaning = static_cast<std::int32_t>(
      std::ranges::count_if(shares, [](double share) { return share > 0; }));
  return result;
}

}  // namespace eigenlex
