#include "eigenlex/evaluate/weat.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/partial_shuffle.hpp"
#include "eigenlex/core/random.hpp"

#include "evaluate/word_lookup.hpp"

namespace eigenlex {
namespace {

using internal::WordLookup;

constexpr std::int64_t kMost = 1'000'000'000;
constexpr std::int64_t kSamplesPerBlock = 256;
/// Sums of the same numbers in another order differ by rounding, some 1e-16 of the numbers, which
/// are cosines.
constexpr double kSameSum = 1e-12;

void require_in_range(std::string_view field, std::int64_t value) {
  if (value >= 1 && value <= kMost) return;
  throw OptionError(field, std::to_string(value), fmt::format("must be 1..{}", kMost));
}

/// The ids of the words that have a vector, each once.
std::vector<std::int32_t> ids_of(const Vocabulary& vocabulary,
                                 const std::vector<std::string>& words, KnownWords& known) {
  WordLookup lookup(vocabulary);
  std::vector<std::int32_t> ids;
  for (const std::string& word : words) {
    const auto id = lookup.find(word);
    if (!id || std::ranges::count(ids, *id) > 0) continue;
    ids.push_back(*id);
    known.used.push_back(word);
  }
  known.missing = lookup.unknown_words();
  return ids;
}

double mean_cosine(const UnitTable& units, std::int32_t word,
                   const std::vector<std::int32_t>& others) {
  double sum = 0;
  for (const std::int32_t other : others) sum += units.cosine(word, other);
  return sum / static_cast<double>(others.size());
}

double sum_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// The number of ways to choose `chosen` of `size`, or `most` + 1 where there are more.
std::int64_t ways(std::int64_t size, std::int64_t chosen, std::int64_t most) {
  chosen = std::min(chosen, size - chosen);
  std::int64_t count = 1;
  for (std::int64_t i = 1; i <= chosen; ++i) {
    // A product of numbers up to 1e9 and the size, which stays exact; a binomial after each step.
    count = count * (size - chosen + i) / i;
    if (count > most) return most + 1;
  }
  return count;
}

/// Associations of the targets' words, those of the first one in front.
struct Associations {
  std::vector<double> values;
  std::size_t first = 0;

  double observed() const { return sum_of(std::span(values).first(first)); }

  /// d, where the values differ.
  std::optional<double> effect_size() const {
    const auto size = static_cast<double>(values.size());
    const double mean = sum_of(values) / size;
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    const double deviation = std::sqrt(squares / (size - 1));
    if (!(deviation > kSameSum)) return std::nullopt;
    const auto in_first = static_cast<double>(first);
    const double rest = sum_of(std::span(values).subspan(first));
    return (observed() / in_first - rest / (size - in_first)) / deviation;
  }

  /// How many of all choices of as many values as are in front have at least their sum.
  std::int64_t choices_as_great() const {
    const double least = observed() - kSameSum;
    std::vector<std::size_t> chosen(first);
    std::iota(chosen.begin(), chosen.end(), std::size_t{0});
    std::int64_t count = 0;
    do {
      double sum = 0;
      for (const std::size_t i : chosen) sum += values[i];
      if (sum >= least) ++count;
    } while (next_choice(chosen));
    return count;
  }

  /// The same among choices that are drawn.
  std::int64_t drawn_as_great(std::int64_t samples, std::uint64_t seed) const {
    const double least = observed() - kSameSum;
    std::vector<std::int64_t> counts(
        static_cast<std::size_t>(block_count(samples, kSamplesPerBlock)), 0);
    parallel_blocks(samples, kSamplesPerBlock,
                    [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
                      for (std::int64_t sample = begin; sample < end; ++sample) {
                        Random random(seed, static_cast<std::uint64_t>(sample));
                        std::vector<double> drawn = values;
                        partial_shuffle(drawn, first, random);
                        if (sum_of(std::span(drawn).first(first)) >= least) {
                          ++counts[static_cast<std::size_t>(block)];
                        }
                      }
                    });
    return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  }

 private:
  /// The next choice in the order of dictionaries; false after the last.
  bool next_choice(std::vector<std::size_t>& chosen) const {
    for (std::size_t i = chosen.size(); i-- > 0;) {
      if (chosen[i] == values.size() - chosen.size() + i) continue;
      ++chosen[i];
      for (std::size_t j = i + 1; j < chosen.size(); ++j) chosen[j] = chosen[j - 1] + 1;
      return true;
    }
    return false;
  }
};

void find_probability(const Associations& associations, const WeatOptions& options,
                      WeatScore& score) {
  const auto size = std::ssize(associations.values);
  const auto first = static_cast<std::int64_t>(associations.first);
  const std::int64_t all = ways(size, first, options.exact_up_to);
  score.exact = all <= options.exact_up_to;
  std::int64_t as_great = 0;
  if (score.exact) {
    score.partitions = all;
    as_great = associations.choices_as_great();
  } else {
    // The partition as it is counts with those that are drawn.
    score.partitions = options.samples + 1;
    as_great = associations.drawn_as_great(options.samples, options.seed) + 1;
  }
  score.p_value = static_cast<double>(as_great) / static_cast<double>(score.partitions);
}

nlohmann::ordered_json to_json(const KnownWords& words) {
  return {{"used", words.used}, {"missing", words.missing}};
}

}  // namespace

void WeatOptions::validate() const {
  require_in_range("WeatOptions.exact_up_to", exact_up_to);
  require_in_range("WeatOptions.samples", samples);
}

WeatScore weat(const UnitTable& units, const Vocabulary& vocabulary, const WeatWords& words,
               const WeatOptions& options) {
  options.validate();
  require_same_size(units, vocabulary);
  WeatScore score;
  const auto x = ids_of(vocabulary, words.first_target, score.first_target);
  const auto y = ids_of(vocabulary, words.second_target, score.second_target);
  const auto a = ids_of(vocabulary, words.first_attribute, score.first_attribute);
  const auto b = ids_of(vocabulary, words.second_attribute, score.second_attribute);
  if (x.empty() || y.empty() || a.empty() || b.empty()) return score;
  Associations associations{.values = {}, .first = x.size()};
  for (const auto& target : {x, y}) {
    for (const std::int32_t word : target) {
      associations.values.push_back(mean_cosine(units, word, a) - mean_cosine(units, word, b));
    }
  }
  score.effect_size = associations.effect_size();
  if (score.effect_size) find_probability(associations, options, score);
  return score;
}

nlohmann::ordered_json to_json(const WeatScore& score) {
  nlohmann::ordered_json object{{"effect_size", nullptr},
                                {"p_value", nullptr},
                                {"partitions", score.partitions},
                                {"exact", score.exact},
                                {"first_target", to_json(score.first_target)},
                                {"second_target", to_json(score.second_target)},
                                {"first_attribute", to_json(score.first_attribute)},
                                {"second_attribute", to_json(score.second_attribute)}};
  if (score.effect_size) object["effect_size"] = *score.effect_size;
  if (score.p_value) object["p_value"] = *score.p_value;
  return object;
}

}  // namespace eigenlex
