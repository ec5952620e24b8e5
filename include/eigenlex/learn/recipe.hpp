#pragma once

#include <cstdint>
#include <optional>

#include <nlohmann/json_fwd.hpp>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/counts/ppmi.hpp"
#include "eigenlex/factor/als.hpp"
#include "eigenlex/factor/pmi_cells.hpp"
#include "eigenlex/factor/svd.hpp"
#include "eigenlex/matrix/spmm.hpp"
#include "eigenlex/refine/share_subwords.hpp"
#include "eigenlex/text/phrases.hpp"
#include "eigenlex/text/restrict_vocabulary.hpp"
#include "eigenlex/text/source_options.hpp"
#include "eigenlex/text/tokenizer.hpp"

namespace eigenlex {

/// How a matrix becomes two tables of vectors.
enum class Method {
  kSvd,  ///< truncated SVD
  kAls,  ///< weighted least squares, for words from the SVD on
};

constexpr auto enum_names(Method) {
  return std::to_array<EnumName<Method>>({{Method::kSvd, "svd"}, {Method::kAls, "als"}});
}

/// How an SVD is computed.
enum class SvdSolver {
  kRandomized,  ///< `randomized_svd`
  kSpectra,     ///< `spectra_svd`, the reference
};

constexpr auto enum_names(SvdSolver) {
  return std::to_array<EnumName<SvdSolver>>(
      {{SvdSolver::kRandomized, "randomized"}, {SvdSolver::kSpectra, "spectra"}});
}

/// What turns a corpus into counts. As it is, it holds the defaults.
struct CountRecipe {
  /// What is left to be chosen (kAuto) is chosen by the look of the text; descriptions say what it
  /// was.
  TokenizerOptions tokenizer{.kind = TokenizerKind::kAuto};
  SourceOptions source{.document = DocumentKind::kAuto};
  PhraseOptions phrases{};
  VocabularyOptions vocabulary{};
  /// The members of `CooccurrenceOptions`.
  int window = CooccurrenceOptions{}.window;
  WindowWeight window_weight = CooccurrenceOptions{}.weight;
  ContextKind contexts = ContextKind::kNear;

  CooccurrenceOptions cooccurrence() const;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// The dimensions that a corpus of so many words in its vocabulary supports: 1.5 √words, at most
/// 300, which 40,000 words have. With more, vectors of a small corpus agree less with those of a
/// large one; see docs/quality.md.
int supported_rank(std::int64_t words);

/// What the vectors of words are given of those of their parts.
enum class SubwordUse {
  kNone,   ///< nothing
  kShare,  ///< as much as other words say that they should be, see `share_subwords`
};

constexpr auto enum_names(SubwordUse) {
  return std::to_array<EnumName<SubwordUse>>(
      {{SubwordUse::kNone, "none"}, {SubwordUse::kShare, "share"}});
}

/// What turns counts of words into vectors. As it is, it holds the defaults; docs/quality.md says
/// why they are what they are.
struct FactorRecipe {
  Method method = Method::kAls;
  /// The weights of the matrix.
  PpmiOptions ppmi{.damping = 0.25};
  /// The SVD, which is also what ALS starts from; `svd.rank` is the dimension of the vectors, 0 for
  /// `supported_rank`, or fewer where the data support no more.
  SvdOptions svd{.rank = 0};
  SvdSolver solver = SvdSolver::kRandomized;
  /// Of dense matrices in products, and in ALS, whose `precision` is not looked at.
  DensePrecision precision = DensePrecision::kBfloat16;
  /// p in W = U Σ^p, in Model::kMinExponent .. kMaxExponent.
  double exponent = 0.25;
  /// Contexts serve words: the last sweep solves for these alone.
  AlsOptions als{.ends_with_columns = false, .folded_weight = 0.45};
  CellWeightOptions cell_weight{.lowest_target = -1};
  /// Share of the SVD's unit rows in the mean with those of ALS, 0..1.
  double blend = 0;
  /// What is done to the words' vectors in the end. Nothing: what suits the method, a share for ALS
  /// and none for the SVD, which is the quick way.
  std::optional<SubwordUse> subwords = std::nullopt;
  SubwordShareOptions subword_share{};

  /// The recipe with a rank for a vocabulary of that size where none is given.
  FactorRecipe for_words(std::int64_t words) const;
  /// `subwords`, or what suits the method.
  SubwordUse subword_use() const;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// What turns a corpus into vectors. As it is, it holds the defaults.
struct Recipe {
  CountRecipe count{};
  FactorRecipe factor{};

  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// What turns a matrix that is not text, such as ratings of films, into vectors. As it is, it holds
/// the defaults, which suit users and items.
struct MatrixRecipe {
  Method method = Method::kSvd;
  /// `svd.rank` is the dimension, 0 for what suits the matrix (`for_shape`), and `svd.seed` the
  /// seed of either method.
  SvdOptions svd{.rank = 0};
  SvdSolver solver = FactorRecipe{}.solver;
  DensePrecision precision = FactorRecipe{}.precision;
  double exponent = FactorRecipe{}.exponent;
  /// From a random start.
  AlsOptions als{.sweeps = 15, .unobserved_weight = 1, .regularization = 1, .cg_steps = 3};
  /// What a value of 1 adds to the weight of its cell in ALS (α), >= 0.
  double confidence = 1;

  /// The recipe with a rank for a matrix of that shape where none is given: 64, or for the SVD at
  /// most half of the smaller side.
  MatrixRecipe for_shape(std::int64_t rows, std::int64_t cols) const;
  /// Throws OptionError naming the field, its value and the violated bound.
  void validate() const;
};

/// A recipe as an object of JSON: what counts.json and model.json say under "count_options" and
/// "factor_options". It has what decides on the result: options of ALS where that is the method.
nlohmann::json describe(const CountRecipe& recipe);
nlohmann::json describe(const FactorRecipe& recipe);
nlohmann::json describe(const MatrixRecipe& recipe);

/// Every option in one object, by the keys that `describe` gives them, those of ALS as well
/// whatever the method is; null for one that is not given, as `CountRecipe.contexts`.
nlohmann::json options_of(const Recipe& recipe);
nlohmann::json options_of(const MatrixRecipe& recipe);

/// The recipe of such an object; options that it leaves out have their defaults. Throws
/// OptionError, whose field is the key, for one that there is not or whose value is of another
/// type.
Recipe recipe_of(const nlohmann::json& options);
MatrixRecipe matrix_recipe_of(const nlohmann::json& options);

/// Reads back what `describe` says from the description of counts or of a model; options that it
/// leaves out, as a description by an earlier version does, are as they were before they could be
/// chosen, or have their defaults. Nothing where it
/// does not say how it was made. Throws FormatError where an option is of another type than it
/// should be.
std::optional<CountRecipe> described_counting(const nlohmann::json& description);
std::optional<FactorRecipe> described_factorizing(const nlohmann::json& description);
std::optional<MatrixRecipe> described_matrix_factorizing(const nlohmann::json& description);

}  // namespace eigenlex
