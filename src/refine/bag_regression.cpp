#include "eigenlex/refine/bag_regression.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kBagsPerBlock = 512;

using ColumnValues = Eigen::Array<double, 1, Eigen::Dynamic>;

/// The dot products of the columns of two tables, blocks of rows summed in their order.
ColumnValues column_dots(const Table& a, const Table& b) {
  std::vector<ColumnValues> partial(static_cast<std::size_t>(block_count(a.rows(), kBagsPerBlock)));
  parallel_blocks(a.rows(), kBagsPerBlock,
                  [&](std::int64_t block, std::int64_t begin, std::int64_t end) {
                    ColumnValues sum = ColumnValues::Zero(a.cols());
                    for (std::int64_t row = begin; row < end; ++row) {
                      sum += a.row(row).cast<double>().array() * b.row(row).cast<double>().array();
                    }
                    partial[static_cast<std::size_t>(block)] = std::move(sum);
                  });
  ColumnValues total = ColumnValues::Zero(a.cols());
  for (const ColumnValues& sum : partial) total += sum;
  return total;
}

/// Calls `body(row)` for each row, in parallel.
template <class Body>
void for_each_row(std::int64_t rows, Body&& body) {
  parallel_blocks(rows, kBagsPerBlock, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) body(row);
  });
}

/// numerator / denominator, 0 where a column has nothing left to do.
Eigen::Array<float, 1, Eigen::Dynamic> quotient(const ColumnValues& numerator,
                                                const ColumnValues& denominator) {
  return (denominator > 0).select(numerator / denominator, 0.0).cast<float>();
}

/// What all columns have in common.
struct System {
  const BagMatrix& bags;
  std::span<const float> weights;  ///< w, or none for all 1
  Eigen::VectorXf diagonal;
};

/// The rows times their weights.
Table weighted(const System& system, Table rows) {
  if (system.weights.empty()) return rows;
  for_each_row(rows.rows(), [&](std::int64_t row) {
    rows.row(row) *= system.weights[static_cast<std::size_t>(row)];
  });
  return rows;
}

/// Solves for some of the columns; a step moves every column by its own length. `check` is called
/// before each.
Table solve_panel(const System& system, Table targets, const BagRegressionOptions& options,
                  const std::function<void()>& check) {
  const BagMatrix& bags = system.bags;
  const Eigen::VectorXf& diagonal = system.diagonal;
  const auto ridge = static_cast<float>(options.regularization);
  Table residual = bags.multiply_transposed(weighted(system, std::move(targets)));
  const ColumnValues goal = column_dots(residual, residual) * options.tolerance * options.tolerance;
  Table solution = Table::Zero(residual.rows(), residual.cols());
  Table scaled = diagonal.cwiseInverse().asDiagonal() * residual;
  Table direction = scaled;
  ColumnValues energy = column_dots(residual, scaled);
  for (int step = 0; step < options.max_iterations; ++step) {
    check();
    Table image = bags.multiply_transposed(weighted(system, bags.multiply(direction)));
    for_each_row(image.rows(),
                 [&](std::int64_t row) { image.row(row) += ridge * direction.row(row); });
    const auto length = quotient(energy, column_dots(direction, image));
    for_each_row(image.rows(), [&](std::int64_t row) {
      solution.row(row).array() += length * direction.row(row).array();
      residual.row(row).array() -= length * image.row(row).array();
      scaled.row(row) = residual.row(row) / diagonal[row];
    });
    if ((column_dots(residual, residual) <= goal).all()) break;
    const ColumnValues next_energy = column_dots(residual, scaled);
    const auto share = quotient(next_energy, energy);
    for_each_row(image.rows(), [&](std::int64_t row) {
      direction.row(row) = scaled.row(row).array() + share * direction.row(row).array();
    });
    energy = next_energy;
  }
  return solution;
}

}  // namespace

BagMatrix::BagMatrix(std::span<const std::vector<std::int32_t>> bags, std::int32_t parts)
    : part_begin_(static_cast<std::size_t>(parts) + 1) {
  bag_begin_.push_back(0);
  for (const std::vector<std::int32_t>& bag : bags) {
    for (const std::int32_t part : bag) {
      if (part < 0 || part >= parts) {
        throw OptionError("part", fmt::to_string(part),
                          fmt::format("must be in 0 .. {}", parts - 1));
      }
      ++part_begin_[static_cast<std::size_t>(part) + 1];
      bag_parts_.push_back(part);
    }
    scales_.push_back(bag.empty() ? 0 : 1 / std::sqrt(static_cast<float>(bag.size())));
    bag_begin_.push_back(std::ssize(bag_parts_));
  }
  for (std::size_t part = 1; part < part_begin_.size(); ++part) {
    part_begin_[part] += part_begin_[part - 1];
  }
  part_bags_.resize(bag_parts_.size());
  std::vector<std::int64_t> next(part_begin_.begin(), part_begin_.end() - 1);
  for (std::size_t bag = 0; bag < bags.size(); ++bag) {
    for (const std::int32_t part : bags[bag]) {
      part_bags_[static_cast<std::size_t>(next[static_cast<std::size_t>(part)]++)] =
          static_cast<std::int32_t>(bag);
    }
  }
}

Table BagMatrix::multiply(const Table& part_rows) const {
  Table result(bags(), part_rows.cols());
  for_each_row(bags(), [&](std::int64_t bag) { multiply_row(bag, part_rows, result.row(bag)); });
  return result;
}

void BagMatrix::multiply_row(std::int64_t bag, const Table& part_rows,
                             Eigen::Ref<Eigen::RowVectorXf> row) const {
  const auto i = static_cast<std::size_t>(bag);
  row.setZero();
  for (auto at = bag_begin_[i]; at < bag_begin_[i + 1]; ++at) {
    row += part_rows.row(bag_parts_[static_cast<std::size_t>(at)]);
  }
  row *= scales_[i];
}

Table BagMatrix::multiply_transposed(const Table& bag_rows) const {
  Table result(parts(), bag_rows.cols());
  for_each_row(parts(), [&](std::int64_t part) {
    const auto i = static_cast<std::size_t>(part);
    result.row(part).setZero();
    for (auto at = part_begin_[i]; at < part_begin_[i + 1]; ++at) {
      const std::int32_t bag = part_bags_[static_cast<std::size_t>(at)];
      result.row(part) += scales_[static_cast<std::size_t>(bag)] * bag_rows.row(bag);
    }
  });
  return result;
}

Eigen::VectorXf BagMatrix::column_squares(std::span<const float> weights) const {
  Eigen::VectorXf squares = Eigen::VectorXf::Zero(parts());
  for (std::size_t part = 0; part + 1 < part_begin_.size(); ++part) {
    for (auto at = part_begin_[part]; at < part_begin_[part + 1]; ++at) {
      const auto bag = static_cast<std::size_t>(part_bags_[static_cast<std::size_t>(at)]);
      squares[static_cast<Eigen::Index>(part)] +=
          scales_[bag] * scales_[bag] * (weights.empty() ? 1 : weights[bag]);
    }
  }
  return squares;
}

void BagRegressionOptions::validate() const {
  if (!(regularization > 0) || !std::isfinite(regularization)) {
    throw OptionError("BagRegressionOptions.regularization", fmt::format("{}", regularization),
                      "must be above 0");
  }
  if (max_iterations < 1) {
    throw OptionError("BagRegressionOptions.max_iterations", fmt::to_string(max_iterations),
                      "must be at least 1");
  }
  if (!(tolerance >= 0)) {
    throw OptionError("BagRegressionOptions.tolerance", fmt::format("{}", tolerance),
                      "must be at least 0");
  }
}

Table bag_regression(const BagMatrix& bags, const Table& targets,
                     const BagRegressionOptions& options, const Progress& progress,
                     std::span<const float> weights) {
  options.validate();
  if (targets.rows() != bags.bags()) {
    throw OptionError("targets.rows", fmt::to_string(targets.rows()),
                      fmt::format("must be the number of bags, {}", bags.bags()));
  }
  if (!weights.empty() && std::ssize(weights) != bags.bags()) {
    throw OptionError("weights.size", fmt::to_string(weights.size()),
                      fmt::format("must be 0 or the number of bags, {}", bags.bags()));
  }
  const System system{.bags = bags,
                      .weights = weights,
                      .diagonal = bags.column_squares(weights).array() +
                                  static_cast<float>(options.regularization)};
  Table result(bags.parts(), targets.cols());
  for (Eigen::Index first = 0; first < targets.cols(); first += kRegressedColumns) {
    const Eigen::Index size = std::min(kRegressedColumns, targets.cols() - first);
    result.middleCols(first, size) = solve_panel(system, targets.middleCols(first, size), options,
                                                 [&] { report(progress, first, targets.cols()); });
    report(progress, first + size, targets.cols());
  }
  return result;
}

}  // namespace eigenlex
