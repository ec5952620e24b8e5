#include "eigenlex/refine/share_subwords.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/unit_rows.hpp"

#include "refine/fold_predictions.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kSharedRowsPerBlock = 512;

using Bags = std::vector<std::vector<std::int32_t>>;

/// The parts of words that enough words have; parts are numbered as they are met.
struct WordParts {
  Bags bags;
  std::int32_t size = 0;
};

/// Calls `visit(affixes)` for each word in order; affixes are made ahead, by all threads.
template <class Visit>
void for_affixes(const Vocabulary& words, const AffixOptions& options, const Visit& visit) {
  constexpr std::int64_t kWordsAhead = 1 << 14, kBlockWords = 256;
  std::vector<std::vector<std::string>> affixes;
  for (std::int64_t first = 0; first < words.size(); first += kWordsAhead) {
    affixes.resize(as_size(std::min(kWordsAhead, words.size() - first)));
    parallel_blocks(
        std::ssize(affixes), kBlockWords, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
          for (std::int64_t k = begin; k < end; ++k) {
            const std::string_view word = words.word(static_cast<std::int32_t>(first + k));
            affixes[as_size(k)] = word_affixes(word, options);
          }
        });
    for (std::vector<std::string>& some : affixes) visit(some);
  }
}

WordParts parts_of(const Vocabulary& words, const AffixOptions& options) {
  std::unordered_map<std::string, std::int32_t> ids;
  WordParts parts;
  std::vector<std::int32_t> uses;
  for_affixes(words, options, [&](std::vector<std::string>& affixes) {
    std::vector<std::int32_t>& bag = parts.bags.emplace_back();
    for (std::string& affix : affixes) {
      const auto next = static_cast<std::int32_t>(ids.size());
      const auto [at, is_new] = ids.try_emplace(std::move(affix), next);
      if (is_new) uses.push_back(0);
      ++uses[static_cast<std::size_t>(at->second)];
      bag.push_back(at->second);
    }
  });
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
  // A panel's product with the bags and the columns that it is made of; four tables of parts.
  constexpr std::int64_t kPanel = 64, kTables = 2 + 4;
  // The parts of a word, in two matrices and their weighted copy, and their names.
  constexpr std::int64_t kPartBytes = 256;
  const std::int64_t tables = 2 * dim;  // directions and predictions
  return words * (4 * (tables + kTables * kPanel) + kPartBytes);
}

SubwordShares share_subwords(Embedding& words, const SubwordShareOptions& options,
                             const Progress& progress) {
  return share_subwords(words.vocabulary, words.table, options, nullptr, progress);
}

SubwordShares share_subwords(const Vocabulary& words, Table& rows,
                             const SubwordShareOptions& options, const RowSpread* spread,
                             const Progress& progress) {
  options.validate();
  const WordParts parts = parts_of(words, options.parts);
  SubwordShares result{.parts = parts.size};
  if (parts.size == 0) return result;
  const Table units = unit_rows(rows);
  const Table predictions = internal::predict_by_folds({parts.bags, parts.size}, words.counts(),
                                                       units, options, spread, progress);
  const std::int64_t first = reducer_of(spread).first_row();
  std::vector<double> cosines(as_size(rows.rows())), shares(as_size(rows.rows()));
  parallel_blocks(
      units.rows(), kSharedRowsPerBlock, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
          const std::size_t word = as_size(row);
          const double length = row_length(predictions.row(row));
          const double own_length = row_length(rows.row(row));
          if (length == 0 || own_length == 0) continue;
          cosines[word] =
              predictions.row(row).cast<double>().dot(units.row(row).cast<double>()) / length;
          shares[word] =
              share_of(cosines[word], words.count(static_cast<std::int32_t>(first + row)), options);
          if (shares[word] == 0) continue;
          const double scale = shares[word] / std::max(length, 1.0);
          const Eigen::RowVectorXf sum =
              units.row(row) + static_cast<float>(scale) * predictions.row(row);
          rows.row(row) = static_cast<float>(own_length) * unit_vector(sum);
        }
      });
  std::array<double, 2> sums{};
  reducer_of(spread).in_row_order(sums, [&](std::int64_t, std::int64_t) {
    for (const double cosine : cosines) sums[0] += cosine;
    sums[1] +=
        static_cast<double>(std::ranges::count_if(shares, [](double share) { return share > 0; }));
  });
  result.mean_cosine = sums[0] / static_cast<double>(words.size());
  result.leaning = static_cast<std::int32_t>(sums[1]);
  return result;
}

}  // namespace eigenlex
