#include "eigenlex/query/contexts.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace {

double score_of(const Context& context, ContextMeasure measure) {
  switch (measure) {
    case ContextMeasure::kLogLikelihood:
      return log_likelihood(context.pairs, context.word_pairs, context.context_pairs,
                            context.all_pairs);
    case ContextMeasure::kLogDice:
      return log_dice(context.pairs, context.word_pairs, context.context_pairs);
    case ContextMeasure::kPpmi:
      break;
  }
  return context.weight;
}

/// Whether the pair is met more often than by chance, which every measure asks of it.
bool is_attracted(const Context& context, ContextMeasure measure) {
  return measure == ContextMeasure::kPpmi ? context.weight > 0 : context.pairs > context.expected;
}

}  // namespace

double log_likelihood(double both, double first, double second, double all) {
  const auto part = [all](double seen, double row, double column) {
    return seen > 0 ? seen * std::log(seen * all / (row * column)) : 0;
  };
  const double other_first = all - first, other_second = all - second;
  const double sum = part(both, first, second) + part(first - both, first, other_second) +
                     part(second - both, other_first, second) +
                     part(other_first - (second - both), other_first, other_second);
  // Rounding may leave less than nothing of independent words.
  const double ratio = std::max(2 * sum, 0.0);
  return both * all < first * second ? -ratio : ratio;
}

double log_dice(double both, double first, double second) {
  return 14 + std::log2(2 * both / (first + second));
}

void ContextOptions::validate() const {
  if (count < 1) {
    throw OptionError("ContextOptions.count", fmt::to_string(count), "must be at least 1");
  }
  if (!(least_pairs >= 0 && std::isfinite(least_pairs))) {
    throw OptionError("ContextOptions.least_pairs", fmt::to_string(least_pairs),
                      "must be at least 0");
  }
}

std::vector<RankedContext> ranked_contexts(const ContextTable& table, std::int32_t word,
                                           const ContextOptions& options) {
  options.validate();
  std::vector<RankedContext> ranked;
  for (const Context& context : table.contexts_of(word)) {
    if (context.pairs < options.least_pairs || !is_attracted(context, options.measure)) continue;
    ranked.push_back({context, score_of(context, options.measure)});
  }
  const auto kept = ranked.begin() + std::min<std::int64_t>(options.count, std::ssize(ranked));
  // They came in the order of columns: by place, then by word.
  std::ranges::stable_sort(ranked, std::ranges::greater{}, &RankedContext::score);
  ranked.erase(kept, ranked.end());
  return ranked;
}

nlohmann::ordered_json to_json(const std::vector<RankedContext>& contexts,
                               const Vocabulary& vocabulary) {
  auto array = nlohmann::ordered_json::array();
  for (const auto& [context, score] : contexts) {
    array.push_back({{"context", vocabulary.word(context.word)},
                     {"place", enum_name(context.place)},
                     {"score", score},
                     {"pairs", context.pairs},
                     {"expected", context.expected}});
  }
  return array;
}

}  // namespace eigenlex
