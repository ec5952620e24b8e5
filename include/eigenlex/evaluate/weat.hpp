#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/query/unit_table.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// The words of a test of association: do the words of one target stand nearer to one attribute
/// than those of the other target do?
struct WeatWords {
  std::vector<std::string> first_target;      ///< X
  std::vector<std::string> second_target;     ///< Y
  std::vector<std::string> first_attribute;   ///< A
  std::vector<std::string> second_attribute;  ///< B
};

/// How the probability of a test is found.
struct WeatOptions {
  /// All partitions of the targets are looked at if they are no more than so many, 1 .. 1e9; else
  /// some are drawn.
  std::int64_t exact_up_to = 1'000'000;
  /// Partitions drawn, 1 .. 1e9.
  std::int64_t samples = 100'000;
  /// Of the draw.
  std::uint64_t seed = 1;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// Words of a list that have a vector, each once, and those that have none.
struct KnownWords {
  std::vector<std::string> used;
  std::vector<std::string> missing;
};

/// What a test found.
struct WeatScore {
  KnownWords first_target, second_target, first_attribute, second_attribute;
  /// d, from -2 to 2; nothing where it is undefined: a list without a known word, or all words
  /// associated alike.
  std::optional<double> effect_size;
  /// p, one-sided; nothing as above.
  std::optional<double> p_value;
  /// Partitions that p is a share of, and whether they are all there are.
  std::int64_t partitions = 0;
  bool exact = false;
};

/// The Word Embedding Association Test (Caliskan, Bryson & Narayanan, Science 2017).
///
/// The association of a word is s(w) = mean over A of cos(w, a) - mean over B of cos(w, b). The
/// effect size is the difference of the means of s over X and over Y, divided by the standard
/// deviation of s over both (n - 1 in the divisor). p is the share of the partitions of X and Y
/// into sets of these sizes whose sum over the first set is at least that of X: the partition as it
/// is among them, so p is never 0 (Phipson & Smyth, Statistical Applications in Genetics and
/// Molecular Biology 2010). Drawn partitions have a stream of random numbers each.
///
/// Words are looked up as by the benchmarks: as they are written, else in another spelling. Throws
/// OptionError for options out of range or a vocabulary of another size than the table. Cost: words
/// of the targets · partitions. The same for any number of threads.
WeatScore weat(const UnitTable& units, const Vocabulary& vocabulary, const WeatWords& words,
               const WeatOptions& options = {});

/// A score as an object: effect_size and p_value (null where undefined), partitions, exact, and for
/// each list used and missing.
nlohmann::ordered_json to_json(const WeatScore& score);

}  // namespace eigenlex
