#include "eigenlex/learn/recipe.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/model.hpp"

namespace eigenlex {
namespace {

void check_exponent(std::string_view field, double exponent) {
  if (exponent >= Model::kMinExponent && exponent <= Model::kMaxExponent) return;
  throw OptionError(field, fmt::to_string(exponent),
                    fmt::format("must be {}..{}", Model::kMinExponent, Model::kMaxExponent));
}

/// A rank of 0 is for the data to choose.
void check_svd(SvdOptions svd) {
  if (svd.rank == 0) svd.rank = 1;
  svd.validate();
}

}  // namespace

int supported_rank(std::int64_t words) {
  constexpr double kMost = 300;
  return static_cast<int>(std::clamp(1.5 * std::sqrt(static_cast<double>(words)), 1.0, kMost));
}

FactorRecipe FactorRecipe::for_words(std::int64_t words) const {
  FactorRecipe recipe = *this;
  if (recipe.svd.rank == 0) recipe.svd.rank = supported_rank(words);
  return recipe;
}

MatrixRecipe MatrixRecipe::for_shape(std::int64_t rows, std::int64_t cols) const {
  constexpr std::int64_t kUsual = 64;
  MatrixRecipe recipe = *this;
  if (recipe.svd.rank == 0) {
    const std::int64_t most = method == Method::kSvd ? std::min(rows, cols) / 2 : kUsual;
    recipe.svd.rank = static_cast<int>(std::clamp<std::int64_t>(most, 1, kUsual));
  }
  return recipe;
}

CooccurrenceOptions CountRecipe::cooccurrence() const {
  return {.window = window, .weight = window_weight, .contexts = contexts};
}

void CountRecipe::validate() const {
  tokenizer.validate();
  source.validate();
  phrases.validate();
  vocabulary.validate();
  cooccurrence().validate();
}

void FactorRecipe::validate() const {
  ppmi.validate();
  check_svd(svd);
  check_exponent("FactorRecipe.exponent", exponent);
  als.validate();
  cell_weight.validate();
  subword_share.validate();
  if (!(blend >= 0 && blend <= 1)) {
    throw OptionError("FactorRecipe.blend", fmt::to_string(blend), "must be 0..1");
  }
}

SubwordUse FactorRecipe::subword_use() const {
  return subwords.value_or(method == Method::kAls ? SubwordUse::kShare : SubwordUse::kNone);
}

void Recipe::validate() const {
  count.validate();
  factor.validate();
}

void MatrixRecipe::validate() const {
  check_svd(svd);
  check_exponent("MatrixRecipe.exponent", exponent);
  als.validate();
  if (!(confidence >= 0 && std::isfinite(confidence))) {
    throw OptionError("MatrixRecipe.confidence", fmt::to_string(confidence), "must be at least 0");
  }
}

}  // namespace eigenlex
