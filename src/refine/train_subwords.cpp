#include "eigenlex/refine/train_subwords.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/partial_shuffle.hpp"
#include "eigenlex/core/random.hpp"
#include "eigenlex/matrix/unit_rows.hpp"
#include "eigenlex/refine/bag_regression.hpp"

#include "refine/part_of_progress.hpp"
#include "refine/subword_tolerance.hpp"

namespace eigenlex {
namespace {

/// Bags of n-grams and the unit vectors they should add up to.
struct Examples {
  std::vector<std::vector<std::int32_t>> bags;
  Table targets;
};

/// The words that have a direction and a known n-gram.
Examples make_examples(const Embedding& words, const Vocabulary& ngrams,
                       const NgramOptions& options) {
  Examples examples{{}, Table(words.table.rows(), words.table.cols())};
  for (std::int32_t id = 0; id < words.vocabulary.size(); ++id) {
    if (row_length(words.table.row(id)) == 0) continue;
    std::vector<std::int32_t> bag = known_ngrams(ngrams, words.vocabulary.word(id), options);
    if (bag.empty()) continue;
    examples.targets.row(std::ssize(examples.bags)) = unit_vector(words.table.row(id));
    examples.bags.push_back(std::move(bag));
  }
  examples.targets.conservativeResize(std::ssize(examples.bags), Eigen::NoChange);
  return examples;
}

/// The examples of the given numbers.
Examples select(const Examples& all, std::span<const std::int64_t> numbers) {
  Examples some{{}, Table(std::ssize(numbers), all.targets.cols())};
  for (const std::int64_t number : numbers) {
    some.targets.row(std::ssize(some.bags)) = all.targets.row(number);
    some.bags.push_back(all.bags[static_cast<std::size_t>(number)]);
  }
  return some;
}

Table fit(const Examples& examples, std::int32_t ngrams, double regularization,
          const Progress& progress) {
  return bag_regression(
      BagMatrix(examples.bags, ngrams), examples.targets,
      {.regularization = regularization, .tolerance = internal::kSubwordTolerance}, progress);
}

double mean_cosine(const Examples& examples, const Table& ngram_table) {
  const Table composed =
      BagMatrix(examples.bags, static_cast<std::int32_t>(ngram_table.rows())).multiply(ngram_table);
  double sum = 0;
  for (Eigen::Index row = 0; row < composed.rows(); ++row) {
    const double length = composed.row(row).cast<double>().norm();
    const double dot =
        composed.row(row).cast<double>().dot(examples.targets.row(row).cast<double>());
    if (length > 0) sum += dot / length;
  }
  return sum / static_cast<double>(composed.rows());
}

std::vector<SubwordTrial> try_regularizations(const Examples& examples, std::int32_t ngrams,
                                              const SubwordOptions& options,
                                              const Progress& progress) {
  std::vector<std::int64_t> order(examples.bags.size());
  std::iota(order.begin(), order.end(), 0);
  Random random(options.seed);
  const auto held_out_size =
      std::clamp<std::size_t>(order.size() / 10, 1, static_cast<std::size_t>(options.held_out));
  partial_shuffle(order, held_out_size, random);
  const Examples held_out = select(examples, std::span(order).first(held_out_size));
  const Examples rest = select(examples, std::span(order).subspan(held_out_size));
  std::vector<SubwordTrial> trials;
  for (const double regularization : options.regularizations) {
    const Progress part =
        internal::part_of(progress, std::ssize(trials), std::ssize(options.regularizations) + 1);
    trials.push_back(
        {regularization, mean_cosine(held_out, fit(rest, ngrams, regularization, part))});
  }
  return trials;
}

}  // namespace

void SubwordOptions::validate() const {
  ngrams.validate();
  if (regularizations.empty()) {
    throw OptionError("SubwordOptions.regularizations", "none", "must have at least one");
  }
  for (const double regularization : regularizations) {
    BagRegressionOptions{.regularization = regularization}.validate();
  }
  if (held_out < 1) {
    throw OptionError("SubwordOptions.held_out", fmt::to_string(held_out), "must be at least 1");
  }
}

Subwords train_subwords(const Embedding& words, const SubwordOptions& options,
                        const Progress& progress) {
  options.validate();
  Subwords subwords{.options = options.ngrams, .ngrams = {}, .trials = {}};
  subwords.ngrams.vocabulary = collect_ngrams(words.vocabulary, options.ngrams);
  const Vocabulary& ngrams = subwords.ngrams.vocabulary;
  const Examples examples = make_examples(words, ngrams, options.ngrams);
  if (examples.bags.size() < 2) {
    throw OptionError("NgramOptions.min_words", fmt::to_string(options.ngrams.min_words),
                      "leaves fewer than two words with a sub-word: lower it");
  }
  subwords.regularization = options.regularizations.front();
  if (options.regularizations.size() > 1) {
    subwords.trials = try_regularizations(examples, ngrams.size(), options, progress);
    subwords.regularization =
        std::ranges::max_element(subwords.trials, {}, &SubwordTrial::cosine)->regularization;
  }
  const std::int64_t before = std::ssize(subwords.trials);
  subwords.ngrams.table = fit(examples, ngrams.size(), subwords.regularization,
                              internal::part_of(progress, before, before + 1));
  return subwords;
}

}  // namespace eigenlex
