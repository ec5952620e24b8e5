#include "eigenlex/learn/recipe.hpp"

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

}  // namespace

CooccurrenceOptions CountRecipe::cooccurrence() const {
  return {.window = window,
          .weight = window_weight,
          .contexts = contexts.value_or(ContextKind::kSymmetric)};
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
  svd.validate();
  check_exponent("FactorRecipe.exponent", exponent);
  als.validate();
  cell_weight.validate();
  if (!(blend >= 0 && blend <= 1)) {
    throw OptionError("FactorRecipe.blend", fmt::to_string(blend), "must be 0..1");
  }
}

CountRecipe Recipe::counting() const {
  CountRecipe counting = count;
  if (!counting.contexts) {
    counting.contexts =
        factor.method == Method::kAls ? ContextKind::kDirectional : ContextKind::kSymmetric;
  }
  return counting;
}

void Recipe::validate() const {
  count.validate();
  factor.validate();
}

void MatrixRecipe::validate() const {
  svd.validate();
  check_exponent("MatrixRecipe.exponent", exponent);
  als.validate();
  if (!(confidence >= 0 && std::isfinite(confidence))) {
    throw OptionError("MatrixRecipe.confidence", fmt::to_string(confidence), "must be at least 0");
  }
}

}  // namespace eigenlex
