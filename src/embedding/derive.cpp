#include "eigenlex/embedding/derive.hpp"

#include <cmath>
#include <optional>
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

namespace {

/// What is to change, if anything is.
struct Change {
  Eigen::RowVectorXf factors;  ///< of the columns that are kept
  double exponent = 0;
};

std::optional<Change> change_of(Eigen::Index full_dim, const Eigen::VectorXf& singular_values,
                                const std::optional<double>& exponent,
                                const DeriveOptions& options) {
  options.validate();
  const Eigen::Index dim = options.dim == 0 ? full_dim : options.dim;
  if (dim > full_dim) {
    throw OptionError("DeriveOptions.dim", std::to_string(dim),
                      fmt::format("must be at most the {} dimensions of the model", full_dim));
  }
  if (exponent) {
    const double wanted = options.exponent.value_or(*exponent);
    return Change{column_factors(singular_values.head(dim), wanted - *exponent), wanted};
  }
  if (dim == full_dim && !options.exponent) return std::nullopt;
  throw OptionError(options.exponent ? "DeriveOptions.exponent" : "DeriveOptions.dim",
                    options.exponent ? fmt::format("{}", *options.exponent) : std::to_string(dim),
                    "cannot change: the model's vectors are not scaled singular vectors; train "
                    "it with the SVD alone");
}

Embedding derived(const Embedding& names, const Change& change) {
  return {names.vocabulary, scaled_leading_columns(names.table, change.factors)};
}

}  // namespace

Model derive(const Model& model, const DeriveOptions& options) {
  const auto change =
      change_of(model.words.table.cols(), model.singular_values, model.exponent, options);
  if (!change) return model;
  return {.words = derived(model.words, *change),
          .contexts = scaled_leading_columns(model.contexts, change->factors),
          .singular_values = model.singular_values.head(change->factors.size()),
          .exponent = change->exponent,
          .description = model.description};
}

MatrixModel derive(const MatrixModel& model, const DeriveOptions& options) {
  const auto change =
      change_of(model.rows.table.cols(), model.singular_values, model.exponent, options);
  if (!change) return model;
  return {.rows = derived(model.rows, *change),
          .columns = derived(model.columns, *change),
          .seen = model.seen,
          .singular_values = model.singular_values.head(change->factors.size()),
          .exponent = change->exponent,
          .description = model.description};
}

}  // namespace eigenlex
