#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <variant>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/core/progress.hpp"
#include "eigenlex/matrix/csr_matrix.hpp"
#include "eigenlex/matrix/stored_csr.hpp"
#include "eigenlex/text/corpus.hpp"

namespace eigenlex {

/// Weight of a pair of words at distance d within a window of L words.
enum class WindowWeight {
  kHarmonic,  ///< 1 / d (GloVe: Pennington, Socher & Manning, EMNLP 2014)
  kDynamic,   ///< (L - d + 1) / L, the expectation of word2vec's sampled window
  kFlat,      ///< 1
};
constexpr auto enum_names(WindowWeight) {
  return std::to_array<EnumName<WindowWeight>>({{WindowWeight::kHarmonic, "harmonic"},
                                                {WindowWeight::kDynamic, "dynamic"},
                                                {WindowWeight::kFlat, "flat"}});
}

/// What a column of the co-occurrence matrix stands for.
enum class ContextKind {
  kSymmetric,    ///< column j: word j on either side; V columns
  kDirectional,  ///< column j: word j on the left; column V + j: word j on the right; 2V columns
  kNear,         ///< column j: word j just before; column V + j: just after; column 2V + j: word j
                 ///< further away, on either side; 3V columns
};
constexpr auto enum_names(ContextKind) {
  return std::to_array<EnumName<ContextKind>>({{ContextKind::kSymmetric, "symmetric"},
                                               {ContextKind::kDirectional, "directional"},
                                               {ContextKind::kNear, "near"}});
}

/// How pairs of words within a document are counted.
struct CooccurrenceOptions {
  /// Words on each side that count as neighbours (L), 1..100000. A harmonic window is at most 30:
  /// its unit, the least common multiple of 1..L, has to leave room for the sums.
  int window = 10;
  WindowWeight weight = WindowWeight::kHarmonic;
  ContextKind contexts = ContextKind::kSymmetric;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;

  /// What a pair at distance d adds, times `unit()`: an exact integer. d in 1..window.
  std::int64_t weight_at(int distance) const;
  /// The integer that stands for the weight 1: lcm(1..L), L, or 1.
  std::int64_t unit() const;
};

/// Co-occurrence counts: V rows and V columns a block of contexts, integers > 0 in units of
/// 1 / `unit`.
///
/// Cells are 32 bits wide unless one of the matrix needs more, and lie in memory or in files.
/// `CountReader` reads their rows, whichever they are.
struct CooccurrenceMatrix {
  using Narrow = CsrMatrix<std::uint32_t>;
  using Wide = CsrMatrix<std::int64_t>;
  using StoredNarrow = StoredCsr<std::uint32_t>;
  using StoredWide = StoredCsr<std::int64_t>;
  using Cells = std::variant<Narrow, Wide, StoredNarrow, StoredWide>;

  Cells cells;
  std::int64_t unit = 1;

  std::int64_t rows() const;
  std::int64_t cols() const;
  std::int64_t nonzeros() const;
  /// Whether the cells lie in files.
  bool is_stored() const;
  /// Whether they are 64 bits wide.
  bool is_wide() const;
  /// Entries before each row, and all of them last.
  std::span<const std::int64_t> indptr() const;

  /// What `visitor` makes of the cells, a matrix with `rows`, `cols`, `indptr`, `nonzeros()` and
  /// `view()`.
  template <class Visitor>
  decltype(auto) visit(Visitor&& visitor) const {
    return std::visit(std::forward<Visitor>(visitor), cells);
  }
};

/// Counts, for each pair of positions at distance d <= L in the same document, weight(d).
///
/// For each word the list of its positions is walked and the neighbours are added to one
/// accumulator with a cell a column, from which the sorted row is read off; no list of pairs is
/// made. Returns the matrix over the corpus's vocabulary. Throws OptionError for bad options, and
/// if the corpus is so large that a sum could leave 63 bits.
/// Cost: 2 L integer additions a token; memory 4 bytes a token beside the corpus, then 12 bytes a
/// non-zero (16 if a cell needs more than 32 bits), of which 8 (12) stay.
/// Determinism: integer sums, so the same bytes for any number of threads.
CooccurrenceMatrix count_cooccurrences(const Corpus& corpus, const CooccurrenceOptions& options,
                                       const Progress& progress = {});

}  // namespace eigenlex
