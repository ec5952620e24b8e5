#include "eigenlex/matrix/csls.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/unit_rows.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kBlockRows = 64;
constexpr Eigen::Index kTileRows = 2048;
// A chunk none of whose products is great enough is passed over by one vector loop.
constexpr Eigen::Index kChunk = 64;

void check_columns(const RowBlock& rows, const RowBlock& others) {
  if (rows.cols() == others.cols()) return;
  throw OptionError("others.cols", std::to_string(others.cols()),
                    fmt::format("must be those of the rows, {}", rows.cols()));
}

/// Calls visit(row, first, products) for each of some rows with the products of a tile of others,
/// of which the first is `first`, tile after tile.
template <class Visit>
void for_products(const RowBlock& rows, const RowBlock& others, const Visit& visit) {
  parallel_blocks(rows.rows(), kBlockRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    RowMatrix products;
    for (Eigen::Index first = 0; first < others.rows(); first += kTileRows) {
      const Eigen::Index size = std::min(kTileRows, others.rows() - first);
      products.resize(end - begin, size);
      products.noalias() =
          rows.middleRows(begin, end - begin) * others.middleRows(first, size).transpose();
      for (std::int64_t i = begin; i < end; ++i) visit(i, first, products.row(i - begin));
    }
  });
}

/// The greatest of some numbers, the least of them in front.
class Greatest {
 public:
  void add_all(const Eigen::Ref<const Eigen::RowVectorXf>& values, std::size_t count) {
    for (Eigen::Index begin = 0; begin < values.size(); begin += kChunk) {
      const Eigen::Index size = std::min(kChunk, values.size() - begin);
      if (heap_.size() == count && values.segment(begin, size).maxCoeff() <= heap_.front()) {
        continue;
      }
      for (Eigen::Index i = begin; i < begin + size; ++i) add(values[i], count);
    }
  }

  double mean() const {
    if (heap_.empty()) return 0;
    std::vector<float> sorted = heap_;
    std::ranges::sort(sorted);
    return std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(sorted.size());
  }

 private:
  void add(float value, std::size_t count) {
    if (heap_.size() == count) {
      if (!(value > heap_.front())) return;
      std::ranges::pop_heap(heap_, std::greater<>{});
      heap_.pop_back();
    }
    heap_.push_back(value);
    std::ranges::push_heap(heap_, std::greater<>{});
  }

  std::vector<float> heap_;
};

}  // namespace

Eigen::RowVectorXf mean_of_unit_rows(const RowMatrix& unit_rows, std::int64_t frequent) {
  const Eigen::Index size = std::min<Eigen::Index>(frequent, unit_rows.rows());
  if (size == 0) return Eigen::RowVectorXf::Zero(unit_rows.cols());
  return unit_rows.topRows(size).cast<double>().colwise().mean().cast<float>();
}

RowMatrix centred_unit_rows(RowMatrix rows, std::int64_t frequent) {
  rows = unit_rows(std::move(rows));
  const Eigen::RowVectorXf mean = mean_of_unit_rows(rows, frequent);
  parallel_blocks(rows.rows(), kBlockRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      if (!rows.row(i).isZero(0)) rows.row(i) -= mean;
    }
  });
  return unit_rows(std::move(rows));
}

Eigen::VectorXf mean_greatest_products(const RowBlock& rows, const RowBlock& others,
                                       std::int64_t count) {
  check_columns(rows, others);
  if (count < 1) throw OptionError("count", std::to_string(count), "must be at least 1");
  std::vector<Greatest> greatest(static_cast<std::size_t>(rows.rows()));
  for_products(rows, others, [&](std::int64_t row, Eigen::Index, const auto& products) {
    greatest[static_cast<std::size_t>(row)].add_all(products, static_cast<std::size_t>(count));
  });
  Eigen::VectorXf means(rows.rows());
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    means[i] = static_cast<float>(greatest[static_cast<std::size_t>(i)].mean());
  }
  return means;
}

std::vector<std::int32_t> csls_matches(const RowBlock& rows, const RowBlock& others,
                                       const Eigen::VectorXf& density) {
  check_columns(rows, others);
  if (density.size() != others.rows()) {
    throw OptionError("density.size", std::to_string(density.size()),
                      fmt::format("must be the number of others, {}", others.rows()));
  }
  std::vector<std::int32_t> matches(static_cast<std::size_t>(rows.rows()), -1);
  std::vector<float> scores(matches.size(), -std::numeric_limits<float>::infinity());
  for_products(rows, others, [&](std::int64_t row, Eigen::Index first, const auto& products) {
    const Eigen::RowVectorXf csls =
        2 * products - density.segment(first, products.size()).transpose();
    const float best = csls.maxCoeff();
    const auto i = static_cast<std::size_t>(row);
    if (!(best > scores[i])) return;
    scores[i] = best;
    const float* const begin = csls.data();
    const auto place = std::find(begin, begin + csls.size(), best) - begin;
    matches[i] = static_cast<std::int32_t>(first + place);
  });
  return matches;
}

}  // namespace eigenlex
