#include "eigenlex/query/unit_table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <variant>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "query/compact_rows.hpp"

namespace eigenlex {
namespace {

using internal::CompactRows;

constexpr std::int64_t kUnitRowsPerBlock = 1024;

/// Fills `values` in parallel, number `id` by `value(id)`.
template <class Value>
Eigen::VectorXf for_each_row(Eigen::Index rows, Value&& value) {
  Eigen::VectorXf values(rows);
  parallel_blocks(rows, kUnitRowsPerBlock, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    for (std::int64_t id = begin; id < end; ++id) values[id] = value(id);
  });
  return values;
}

bool in_range(double length) { return length > 1e-10 && length < 1e10; }

Eigen::VectorXf inverse_lengths_of(const PqTable& table) {
  const Eigen::Index groups = table.codes.cols();
  // Squares of the lengths of codewords, a row for each group.
  Eigen::MatrixXd squares(table.codebook.rows(), groups);
  for (Eigen::Index group = 0; group < groups; ++group) {
    const std::int64_t begin = group_begin(group, table.codebook.cols(), groups);
    const std::int64_t end = group_begin(group + 1, table.codebook.cols(), groups);
    squares.col(group) =
        table.codebook.middleCols(begin, end - begin).cast<double>().rowwise().squaredNorm();
  }
  return for_each_row(table.codes.rows(), [&](std::int64_t id) {
    double square = 0;
    for (Eigen::Index group = 0; group < groups; ++group) {
      square += squares(table.codes(id, group), group);
    }
    const double norm = std::sqrt(square);
    const double length = double{table.length_of(table.lengths[static_cast<std::size_t>(id)])};
    return in_range(norm) && in_range(length) ? static_cast<float>(1 / norm) : 0.0F;
  });
}

}  // namespace

UnitTable::UnitTable(Storage rows) : rows_(std::move(rows)) {
  if (rows_of(rows_) > std::numeric_limits<std::int32_t>::max()) {
    throw OptionError("rows", std::to_string(rows_of(rows_)), "must be below 2^31");
  }
  if (auto* const floats = std::get_if<Table>(&rows_)) {
    *floats = unit_rows(std::move(*floats));
  } else if (const auto* const codes = std::get_if<PqTable>(&rows_)) {
    inverse_lengths_ = inverse_lengths_of(*codes);
  }
}

Eigen::RowVectorXf UnitTable::row(std::int32_t id) const {
  if (const auto* const floats = std::get_if<Table>(&rows_)) return floats->row(id);
  Eigen::RowVectorXf decoded(dimensions());
  decode_row(rows_, id, decoded);
  return unit_vector(decoded);
}

double UnitTable::cosine(std::int32_t a, std::int32_t b) const {
  return std::clamp(dot(a, row(b)), -1.0, 1.0);
}

double UnitTable::dot(std::int32_t id, const Eigen::Ref<const Eigen::RowVectorXf>& vector) const {
  if (const auto* const floats = std::get_if<Table>(&rows_)) {
    return dot_product(floats->row(id), vector);
  }
  return dot_product(row(id), vector);
}

void UnitTable::add_compact_rows() {
  const auto* const floats = std::get_if<Table>(&rows_);
  if (floats == nullptr || compact_) return;
  compact_ = std::make_shared<const CompactRows>(*floats);
}

void require_same_size(const UnitTable& units, const Vocabulary& vocabulary) {
  if (units.size() == vocabulary.size()) return;
  throw OptionError("rows", std::to_string(units.size()),
                    "must be the size of the vocabulary, " + std::to_string(vocabulary.size()));
}

}  // namespace eigenlex
