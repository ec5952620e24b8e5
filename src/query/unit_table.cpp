#include "eigenlex/query/unit_table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <string>
#include <utility>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/query/compact_rows.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kRowsPerBlock = 1024;
// Making compact rows takes about as long as this many searches without them.
constexpr int kSearchesWithoutCompactRows = 3;

// Double precision keeps squares of any float entry finite.
double length(const Eigen::Ref<const Eigen::RowVectorXf>& vector) {
  return vector.cast<double>().norm();
}

bool has_direction(double length) { return std::isfinite(length) && length > 0; }

}  // namespace

/// Compact rows that are made when they are first worth it.
class UnitTable::LazyCompactRows {
 public:
  std::shared_ptr<const CompactRows> get(const Table& rows) {
    const std::lock_guard lock(mutex_);
    if (!rows_ && ++calls_ > kSearchesWithoutCompactRows) {
      rows_ = std::make_shared<const CompactRows>(rows);
    }
    return rows_;
  }

 private:
  std::mutex mutex_;
  int calls_ = 0;
  std::shared_ptr<const CompactRows> rows_;
};

UnitTable::UnitTable(Table table)
    : rows_(std::move(table)), norms_(rows_.rows()), compact_(std::make_shared<LazyCompactRows>()) {
  if (rows_.rows() > std::numeric_limits<std::int32_t>::max()) {
    throw OptionError("rows", std::to_string(rows_.rows()), "must be below 2^31");
  }
  parallel_blocks(rows_.rows(), kRowsPerBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::int64_t row = begin; row < end; ++row) {
                      const double norm = length(rows_.row(row));
                      norms_[row] = has_direction(norm) ? static_cast<float>(norm) : 0.0F;
                      rows_.row(row) = unit_vector(rows_.row(row));
                    }
                  });
}

std::shared_ptr<const CompactRows> UnitTable::compact_rows() const { return compact_->get(rows_); }

double UnitTable::cosine(std::int32_t a, std::int32_t b) const {
  return std::clamp(dot(a, rows_.row(b)), -1.0, 1.0);
}

double UnitTable::dot(std::int32_t id, const Eigen::Ref<const Eigen::RowVectorXf>& vector) const {
  return rows_.row(id).cast<double>().dot(vector.cast<double>());
}

Eigen::RowVectorXf unit_vector(const Eigen::Ref<const Eigen::RowVectorXf>& vector) {
  const double norm = length(vector);
  if (!has_direction(norm)) return Eigen::RowVectorXf::Zero(vector.size());
  return (vector.cast<double>() / norm).cast<float>();
}

void require_same_size(const UnitTable& units, const Vocabulary& vocabulary) {
  if (units.size() == vocabulary.size()) return;
  throw OptionError("rows", std::to_string(units.size()),
                    "must be the size of the vocabulary, " + std::to_string(vocabulary.size()));
}

}  // namespace eigenlex
