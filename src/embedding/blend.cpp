#include "eigenlex/embedding/blend.hpp"

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kBlendedRowsPerBlock = 1024;

/// Factor that gives a row the length `length`; 0 for a row that is 0.
float scale_to(float length, float norm) { return norm > 0 ? length / norm : 0; }

}  // namespace

Table blend_unit_rows(const Table& a, const Table& b, double share) {
  if (!(share >= 0 && share <= 1)) {
    throw OptionError("blend_unit_rows: share", fmt::to_string(share), "must be 0..1");
  }
  if (a.rows() != b.rows() || a.cols() != b.cols()) {
    throw OptionError("blend_unit_rows: b", fmt::format("{} x {}", b.rows(), b.cols()),
                      fmt::format("must be {} x {}", a.rows(), a.cols()));
  }
  Table mean(a.rows(), a.cols());
  const auto part = static_cast<float>(share);
  parallel_blocks(a.rows(), kBlendedRowsPerBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::int64_t i = begin; i < end; ++i) {
                      mean.row(i) = a.row(i) * scale_to(1 - part, a.row(i).norm()) +
                                    b.row(i) * scale_to(part, b.row(i).norm());
                    }
                  });
  return mean;
}

}  // namespace eigenlex
