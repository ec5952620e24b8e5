#pragma once

#include <cstdint>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/query/context_table.hpp"

namespace eigenlex {

/// How closely a word and a context belong together.
enum class ContextMeasure {
  kPpmi,           ///< `Context::weight`; rare contexts come first
  kLogLikelihood,  ///< `log_likelihood`: how sure it is; frequent contexts come first
  kLogDice,        ///< `log_dice`: how much of both is this pair; comparable between corpora
};
constexpr auto enum_names(ContextMeasure) {
  return std::to_array<EnumName<ContextMeasure>>(
      {{ContextMeasure::kPpmi, "ppmi"},
       {ContextMeasure::kLogLikelihood, "log-likelihood"},
       {ContextMeasure::kLogDice, "log-dice"}});
}

/// Dunning's log-likelihood ratio G² ("Accurate methods for the statistics of surprise and
/// coincidence", CL 1993), 2 Σ O log(O / E) over the four cells of the table of `both` pairs,
/// `first` of the word, `second` of the context and `all`; negative where the two meet less often
/// than by chance.
double log_likelihood(double both, double first, double second, double all);

/// Rychlý's logDice ("A lexicographer-friendly association score", RASLAN 2008),
/// 14 + log2(2 both / (first + second)): 14 for a word and a context that never occur apart, one
/// less for half as much.
double log_dice(double both, double first, double second);

/// Which contexts are wanted.
struct ContextOptions {
  ContextMeasure measure = ContextMeasure::kLogLikelihood;
  /// Most contexts, >= 1.
  std::int64_t count = 20;
  /// Least pairs of the word and the context, >= 0; what was seen once says little.
  double least_pairs = 2;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

struct RankedContext {
  Context context;
  double score = 0;
};

/// The contexts that belong most closely to a word, the closest first, ties by place and then by
/// word; those that it meets no more often than by chance are left out. Throws as `contexts_of`,
/// and OptionError for bad options.
std::vector<RankedContext> ranked_contexts(const ContextTable& table, std::int32_t word,
                                           const ContextOptions& options = {});

/// [{"context", "place", "score", "pairs", "expected"}, ...]
nlohmann::ordered_json to_json(const std::vector<RankedContext>& contexts,
                               const Vocabulary& vocabulary);

}  // namespace eigenlex
