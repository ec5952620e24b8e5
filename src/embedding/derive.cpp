#include "eigenlex/embedding/derive.hpp"

#include <cmath>
#include <string>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace {

/// σ^change for each singular value. A column of singular value 0 carries nothing.
Eigen::RowVectorXf column_factors(const Eigen::VectorXf& singular_values, double change) {
  Eigen::RowVectorXf factors = Eigen::RowVectorXf::Ones(singular_values.size());
  if (change == 0) return factors;
  for (Eigen::Index i = 0; i < factors.size(); ++i) {
    const double sigma = singular_values[i];
    factors[i] = sigma > 0 ? static_cast<float>(std::pow(sigma, change)) : 0.0f;
  }
  return factors;
}

Table scaled_leading_columns(const Table& table, const Eigen::RowVectorXf& factors) {
  if (table.rows() == 0) return {};
  return table.leftCols(factors.size()) * factors.asDiagonal();
}

}  // namespace

void DeriveOptions::validate() const {
  if (dim < 0) throw OptionError("DeriveOptions.dim", std::to_string(dim), "must be at least 0");
  if (exponent && !(*exponent >= Model::kMinExponent && *exponent <= Model::kMaxExponent)) {
    throw OptionError("DeriveOptions.exponent", fmt::format("{}", *exponent),
                      fmt::format("must be in {} .. {}", Model::kMinExponent, Model::kMaxExponent));
  }
}

Model derive(const Model& model, const DeriveOptions& options) {
  options.validate();
  const Eigen::Index full_dim = model.words.table.cols();
  const Eigen::Index dim = options.dim == 0 ? full_dim : options.dim;
  if (dim > full_dim) {
    throw OptionError("DeriveOptions.dim", std::to_string(dim),
                      fmt::format("must be at most the {} dimensions of the model", full_dim));
  }
  if (!model.exponent) {
    if (dim == full_dim && !options.exponent) return model;
    throw OptionError(options.exponent ? "DeriveOptions.exponent" : "DeriveOptions.dim",
                      options.exponent ? fmt::format("{}", *options.exponent) : std::to_string(dim),
                      "cannot change: the model's vectors are not scaled singular vectors; train "
                      "it with the SVD alone");
  }
  const double exponent = options.exponent.value_or(*model.exponent);
  const Eigen::RowVectorXf factors =
      column_factors(model.singular_values.head(dim), exponent - *model.exponent);
  Model derived;
  derived.words = {model.words.vocabulary, scaled_leading_columns(model.words.table, factors)};
  derived.contexts = scaled_leading_columns(model.contexts, factors);
  derived.columns = model.columns;
  derived.seen = model.seen;
  derived.singular_values = model.singular_values.head(dim);
  derived.exponent = exponent;
  derived.description = model.description;
  return derived;
}

}  // namespace eigenlex
