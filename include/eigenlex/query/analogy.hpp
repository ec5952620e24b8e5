#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/core/progress.hpp"
#include "eigenlex/query/neighbour.hpp"
#include "eigenlex/query/unit_table.hpp"

namespace eigenlex {

/// "a is to b as c is to ?", as word ids.
struct AnalogyQuestion {
  std::int32_t a = 0;
  std::int32_t b = 0;
  std::int32_t c = 0;
};

/// What the answer x maximizes.
enum class AnalogyObjective {
  /// 3CosAdd: cos(x, b - a + c) with a, b, c of length 1 (Mikolov, Yih & Zweig, NAACL 2013).
  kAdd,
  /// 3CosMul: cos(x, b) cos(x, c) / (cos(x, a) + ε), cosines shifted to [0, 1] (Levy & Goldberg,
  /// CoNLL 2014).
  kMul,
};
constexpr auto enum_names(AnalogyObjective) {
  return std::to_array<EnumName<AnalogyObjective>>(
      {{AnalogyObjective::kAdd, "add"}, {AnalogyObjective::kMul, "mul"}});
}

/// What publications call the objective: "3CosAdd" or "3CosMul".
constexpr std::string_view objective_name(AnalogyObjective objective) {
  return objective == AnalogyObjective::kAdd ? "3CosAdd" : "3CosMul";
}

/// How analogy questions are answered.
struct AnalogyOptions {
  AnalogyObjective objective = AnalogyObjective::kAdd;
  /// Number of answers wanted, best first, >= 1.
  std::int32_t count = 10;
  /// Only the first rows, the most frequent words, are candidates; >= 0, 0 for all.
  std::int32_t restrict_to = 0;
  /// Keeps 3CosMul's divisor from 0 (ε), in [1e-6, 1].
  double epsilon = 0.001;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// The best answers to each question, the words of the question left out, ties by word bytes; their
/// `similarity` is the value of the objective.
///
/// Exact: every candidate is scored, from cosines summed in double precision, so an answer is the
/// same for a question alone or among others and for any number of threads. `progress` counts
/// questions. Throws OptionError for options or ids out of range.
///
/// Questions are taken in tiles of some 256 distinct words. Cost O(candidates · (distinct words ·
/// dimensions + questions)), the first term at the speed of a matrix product: questions that share
/// words and follow one another, as benchmarks have them, cost little more than a pass over
/// the candidates.
std::vector<std::vector<Neighbour>> solve_analogies(const UnitTable& units,
                                                    const Vocabulary& vocabulary,
                                                    std::span<const AnalogyQuestion> questions,
                                                    const AnalogyOptions& options = {},
                                                    const Progress& progress = {});

}  // namespace eigenlex
