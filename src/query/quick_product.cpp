#include "query/quick_product.hpp"

#include <array>
#include <cstddef>
#include <limits>
#include <utility>
#include <variant>
#include <vector>

#include "query/compact_rows.hpp"

namespace eigenlex::internal {
namespace {

class FloatProduct final : public QuickProduct {
 public:
  FloatProduct(const Table& rows, Eigen::RowVectorXf vector)
      : rows_(rows), vector_(std::move(vector)) {}

  void multiply(std::int64_t begin, std::span<float> products) const override {
    for (float& product : products) product = rows_.row(begin++).dot(vector_);
  }

  float error() const override { return dot_error_bound(rows_.cols()); }

 private:
  const Table& rows_;
  Eigen::RowVectorXf vector_;
};

class BytesProduct final : public QuickProduct {
 public:
  BytesProduct(const ByteRows& rows, const Eigen::Ref<const Eigen::RowVectorXf>& vector)
      : rows_(rows), vector_(vector) {}

  void multiply(std::int64_t begin, std::span<float> products) const override {
    vector_.multiply(rows_, begin, products);
  }

  float error() const override { return vector_.error(); }
  const float* row_errors() const override { return rows_.errors; }

 private:
  ByteRows rows_;
  RoundedVector vector_;
};

/// Of a table of int8 as it lies, the lengths of its rows found on the way.
class Int8Product final : public QuickProduct {
 public:
  Int8Product(const UnitTable& units, const Int8Table& table,
              const Eigen::Ref<const Eigen::RowVectorXf>& vector)
      : units_(units), table_(table), vector_(vector), rounded_(vector) {}

  void multiply(std::int64_t begin, std::span<float> products) const override {
    for (float& product : products) product = multiply_row(begin++);
  }

  float error() const override { return rounded_.error(); }

 private:
  float multiply_row(std::int64_t id) const {
    // Above it a row may have numbers that are not finite, and then counts as zero.
    constexpr float kLargestScale = std::numeric_limits<float>::max() / 127;
    const float scale = table_.scales[id];
    if (scale > kLargestScale) {
      return static_cast<float>(units_.dot(static_cast<std::int32_t>(id), vector_));
    }
    return scale > 0 ? rounded_.multiply_direction(table_.codes.row(id).data()) : 0;
  }

  const UnitTable& units_;
  const Int8Table& table_;
  Eigen::RowVectorXf vector_;
  RoundedVector rounded_;
};

/// A product of the vector with each codeword of each group, to be looked up.
class LookUpProduct final : public QuickProduct {
 public:
  LookUpProduct(const UnitTable& units, const PqTable& table,
                const Eigen::Ref<const Eigen::RowVectorXf>& vector)
      : units_(units), table_(table), vector_(vector) {
    const Eigen::Index dim = table.codebook.cols();
    const Eigen::Index groups = table.codes.cols();
    Eigen::VectorXd dealt(dim);
    for (Eigen::Index j = 0; j < dim; ++j) {
      dealt[j] = double{vector[table.columns[static_cast<std::size_t>(j)]]};
    }
    products_.resize(groups, table.codebook.rows());
    for (Eigen::Index group = 0; group < groups; ++group) {
      const std::int64_t begin = group_begin(group, dim, groups);
      const std::int64_t size = group_begin(group + 1, dim, groups) - begin;
      products_.row(group) =
          (table.codebook.middleCols(begin, size).cast<double>() * dealt.segment(begin, size))
              .cast<float>()
              .transpose();
    }
  }

  void multiply(std::int64_t begin, std::span<float> products) const override {
    for (float& product : products) {
      const float inverse_length = units_.inverse_lengths()[begin];
      product = inverse_length > 0
                    ? inverse_length * sum(begin)
                    : static_cast<float>(units_.dot(static_cast<std::int32_t>(begin), vector_));
      ++begin;
    }
  }

  // A sum of one number a group, and the roundings of the decoded row that is the exact one.
  float error() const override {
    constexpr Eigen::Index kRoundedSums = 16;
    return dot_error_bound(table_.codes.cols() + kRoundedSums);
  }

 private:
  /// Four sums at a time, which do not wait for one another.
  float sum(std::int64_t id) const {
    constexpr Eigen::Index kSums = 4;
    const std::uint8_t* const codes = table_.codes.row(id).data();
    const Eigen::Index codewords = products_.cols();
    const float* products = products_.data();
    std::array<float, kSums> sums{};
    Eigen::Index group = 0;
    for (; group + kSums <= products_.rows(); group += kSums, products += kSums * codewords) {
      for (Eigen::Index i = 0; i < kSums; ++i) {
        sums[static_cast<std::size_t>(i)] += products[i * codewords + codes[group + i]];
      }
    }
    for (; group < products_.rows(); ++group, products += codewords) {
      sums[0] += products[codes[group]];
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
  }

  const UnitTable& units_;
  const PqTable& table_;
  Eigen::RowVectorXf vector_;
  Table products_;  // groups × codewords
};

}  // namespace

float dot_error_bound(Eigen::Index dimensions) {
  constexpr double kUnitRoundoff = std::numeric_limits<float>::epsilon() / 2;
  const double growth = static_cast<double>(dimensions) * kUnitRoundoff;
  // Unit vectors rounded to float may be a little longer than 1: a few roundoffs more.
  return static_cast<float>(growth / (1 - growth) + 8 * kUnitRoundoff);
}

std::unique_ptr<QuickProduct> float_product(const UnitTable& units,
                                            const Eigen::Ref<const Eigen::RowVectorXf>& vector) {
  return std::make_unique<FloatProduct>(std::get<Table>(units.storage()), vector);
}

std::unique_ptr<QuickProduct> compact_product(const UnitTable& units,
                                              const Eigen::Ref<const Eigen::RowVectorXf>& vector) {
  if (const auto* const bytes = std::get_if<Int8Table>(&units.storage())) {
    return std::make_unique<Int8Product>(units, *bytes, vector);
  }
  if (const auto* const codes = std::get_if<PqTable>(&units.storage())) {
    return std::make_unique<LookUpProduct>(units, *codes, vector);
  }
  if (units.compact_rows() == nullptr) return nullptr;
  return std::make_unique<BytesProduct>(units.compact_rows()->view(), vector);
}

}  // namespace eigenlex::internal
