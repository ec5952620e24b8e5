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
#include "eigenlex/core/process_memory.hpp"
#include "eigenlex/matrix/unit_rows.hpp"
#include "eigenlex/refine/bag_regression.hpp"

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

/// The end of some words from `first` on whose affixes are made at a time: of so many words and so
/// much text that they take a few MB, as a word has an affix for each of its ideographs.
std::int32_t end_of_wave(const Vocabulary& words, std::int32_t first) {
  constexpr std::int32_t kMostWords = 1 << 12;
  constexpr std::size_t kTextBytes = 1 << 16;
  std::int32_t end = first;
  for (std::size_t bytes = 0; end < words.size() && end - first < kMostWords && bytes < kTextBytes;
       ++end) {
    bytes += words.word(end).size();
  }
  return end;
}

/// Calls `visit(affixes)` for each word in order; affixes are made ahead, by all threads.
template <class Visit>
void for_affixes(const Vocabulary& words, const AffixOptions& options, const Visit& visit) {
  constexpr std::int64_t kBlockWords = 64;
  std::vector<std::vector<std::string>> affixes;
  for (std::int32_t first = 0; first < words.size();) {
    const std::int32_t end = end_of_wave(words, first);
    affixes.resize(as_size(end - first));
    parallel_blocks(std::ssize(affixes), kBlockWords,
                    [&](std::int64_t, std::int64_t begin, std::int64_t block_end) {
                      for (std::int64_t k = begin; k < block_end; ++k) {
                        const auto word = static_cast<std::int32_t>(first + k);
                        affixes[as_size(k)] = word_affixes(words.word(word), options);
                      }
                    });
    for (std::vector<std::string>& some : affixes) visit(some);
    first = end;
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

/// Bytes of so many words with so many distinct parts, and `entries` parts of words in all.
std::int64_t memory_of(std::int64_t words, std::int64_t parts, std::int64_t entries,
                       std::int64_t dim) {
  // Directions and predictions; of a panel, a product with the bags and what it is made of, and
  // four tables of parts.
  const std::int64_t numbers = 2 * dim * words + kRegressedColumns * (2 * words + 4 * parts);
  // Bags, which have grown, their matrix, its transpose and the weighted copy of that.
  constexpr std::int64_t kBag = 24 + 8, kEntry = 8 + 3 * 8, kPart = 16;
  return 4 * numbers + kBag * words + kEntry * entries + kPart * parts;
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
  const AffixOptions usual;
  const std::int64_t parts_a_word =
      usual.longest_beginning - usual.shortest_beginning + 1 + usual.longest_ending;
  return memory_of(words, words, parts_a_word * words, dim);
}

std::int64_t share_subwords_memory(const Vocabulary& words, std::int64_t dim,
                                   const AffixOptions& options) {
  const WordParts parts = parts_of(words, options);
  std::int64_t entries = 0;
  for (const std::vector<std::int32_t>& bag : parts.bags) entries += std::ssize(bag);
  return memory_of(words.size(), parts.size, entries, dim);
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
  return_free_memory();  // of the names of parts
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
