#include "eigenlex/refine/quantize.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/refine/kmeans.hpp"

#include "refine/kmeans_parts.hpp"

namespace eigenlex {
namespace {

using internal::assign_rows;

constexpr std::int64_t kCodedRowsPerBlock = 1024;
constexpr std::int64_t kCodewords = 256;

/// Deals components to groups, those of most variance first, each to the group with room whose
/// product of variances is smallest; the components in the order of the groups.
std::vector<std::int32_t> deal_columns(const Table& units, std::int64_t groups) {
  const Eigen::Index dim = units.cols();
  // Variances that are 0 must not make all products alike.
  const Eigen::VectorXd variances =
      (units.colwise().squaredNorm().cast<double>() / std::max<Eigen::Index>(1, units.rows()))
          .array()
          .max(1e-12);
  std::vector<std::int32_t> by_variance(static_cast<std::size_t>(dim));
  std::iota(by_variance.begin(), by_variance.end(), 0);
  std::ranges::stable_sort(
      by_variance, [&](std::int32_t a, std::int32_t b) { return variances[a] > variances[b]; });
  std::vector<std::vector<std::int32_t>> dealt(static_cast<std::size_t>(groups));
  std::vector<double> logs(static_cast<std::size_t>(groups), 0.0);
  // In units of the smallest variance every component adds to its group.
  const double unit = std::log(variances.minCoeff()) - 1;
  for (const std::int32_t column : by_variance) {
    std::size_t best = dealt.size();
    for (std::size_t s = 0; s < dealt.size(); ++s) {
      const auto group = static_cast<std::int64_t>(s);
      const std::int64_t room =
          group_begin(group + 1, dim, groups) - group_begin(group, dim, groups);
      if (std::ssize(dealt[s]) < room && (best == dealt.size() || logs[s] < logs[best])) best = s;
    }
    dealt[best].push_back(column);
    logs[best] += std::log(variances[column]) - unit;
  }
  std::vector<std::int32_t> columns;
  for (const auto& group : dealt) columns.insert(columns.end(), group.begin(), group.end());
  return columns;
}

/// Ids of the words that codebooks are made from: the first ones that have a direction.
std::vector<Eigen::Index> training_rows(const Table& units, const PqOptions& options) {
  const std::int64_t wanted = options.training_words == 0 ? units.rows() : options.training_words;
  std::vector<Eigen::Index> ids;
  for (Eigen::Index i = 0; i < units.rows() && std::ssize(ids) < wanted; ++i) {
    if (!units.row(i).isZero(0)) ids.push_back(i);
  }
  return ids;
}

/// The lengths of rows as bytes, the scale spread over their range.
void encode_lengths(const Table& table, PqTable& encoded) {
  const Eigen::VectorXf lengths = table.rowwise().norm();
  encoded.lengths.assign(static_cast<std::size_t>(lengths.size()), 0);
  float shortest = std::numeric_limits<float>::infinity(), longest = 0;
  for (const float length : lengths) {
    if (length == 0) continue;
    shortest = std::min(shortest, length);
    longest = std::max(longest, length);
  }
  if (longest == 0) return;
  encoded.shortest = shortest;
  encoded.longest = longest;
  const float range = std::log(longest / shortest);
  for (Eigen::Index i = 0; i < lengths.size(); ++i) {
    if (lengths[i] == 0) continue;
    const float share = range > 0 ? std::log(lengths[i] / shortest) / range : 0.0f;
    encoded.lengths[static_cast<std::size_t>(i)] =
        static_cast<std::uint8_t>(1 + std::lround(254 * std::clamp(share, 0.0f, 1.0f)));
  }
}

void require_finite(const Table& table) {
  for (Eigen::Index i = 0; i < table.rows(); ++i) {
    if (table.row(i).allFinite()) continue;
    throw OptionError("table", fmt::format("row {}", i), "holds a number that is not finite");
  }
}

}  // namespace

Int8Table quantize_int8(const Table& table) {
  require_finite(table);
  Int8Table encoded{Int8Table::Codes(table.rows(), table.cols()), Eigen::VectorXf(table.rows())};
  parallel_blocks(table.rows(), kCodedRowsPerBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::int64_t i = begin; i < end; ++i) {
                      const float largest = table.row(i).cwiseAbs().maxCoeff();
                      encoded.scales[i] = largest / 127;
                      // Rounding must not carry the largest float beyond all floats.
                      if (!std::isfinite(127 * encoded.scales[i])) {
                        encoded.scales[i] = std::nextafter(encoded.scales[i], 0.0f);
                      }
                      if (encoded.scales[i] > 0) {
                        encoded.codes.row(i) = (table.row(i) / encoded.scales[i])
                                                   .array()
                                                   .round()
                                                   .max(-127.0f)
                                                   .min(127.0f)
                                                   .cast<std::int8_t>();
                      } else {
                        encoded.codes.row(i).setZero();
                      }
                    }
                  });
  return encoded;
}

void PqOptions::validate() const {
  const auto require = [](bool condition, const char* field, std::int64_t value,
                          const char* requirement) {
    if (!condition) throw OptionError(field, std::to_string(value), requirement);
  };
  require(subvectors >= 1, "PqOptions.subvectors", subvectors, "must be at least 1");
  require(iterations >= 1, "PqOptions.iterations", iterations, "must be at least 1");
  require(training_words >= 0, "PqOptions.training_words", training_words, "must be at least 0");
}

PqTable quantize_pq(const Table& table, const PqOptions& options, const Progress& progress) {
  options.validate();
  require_finite(table);
  const Eigen::Index dim = table.cols();
  const std::int64_t groups = options.subvectors;
  if (groups > dim) {
    throw OptionError("PqOptions.subvectors", std::to_string(groups),
                      fmt::format("must be at most the {} dimensions", dim));
  }
  const Table units = unit_rows(table);
  const std::vector<Eigen::Index> training = training_rows(units, options);
  PqTable encoded{
      .codes = PqTable::Codes::Zero(table.rows(), groups),
      .codebook = Table::Zero(std::clamp<std::int64_t>(std::ssize(training), 1, kCodewords), dim),
      .columns = deal_columns(units, groups),
      .lengths = {}};
  encode_lengths(table, encoded);
  if (training.empty()) return encoded;
  ProgressCounter done(progress, groups);
  // Each group by one thread: its parts are too small to share.
  parallel_blocks(groups, 1, [&](std::int64_t group, std::int64_t, std::int64_t) {
    const std::int64_t begin = group_begin(group, dim, groups);
    const std::int64_t end = group_begin(group + 1, dim, groups);
    const std::vector<std::int32_t> columns(encoded.columns.begin() + begin,
                                            encoded.columns.begin() + end);
    const RowMatrix parts = units(Eigen::all, columns);
    const KMeansResult found = kmeans(parts(training, Eigen::all),
                                      {.clusters = encoded.codebook.rows(),
                                       .metric = Metric::kEuclidean,
                                       .max_iterations = options.iterations,
                                       .seeding_points_per_cluster = 16,
                                       .allow_fewer = true,
                                       .seed = options.seed + static_cast<std::uint64_t>(group)},
                                      [&done](std::int64_t, std::int64_t) { done.add(0); });
    encoded.codebook.block(0, begin, found.centroids.rows(), end - begin) = found.centroids;
    const std::vector<std::int32_t> labels =
        assign_rows(parts, found.centroids, Metric::kEuclidean).labels;
    for (Eigen::Index i = 0; i < table.rows(); ++i) {
      encoded.codes(i, group) = static_cast<std::uint8_t>(labels[static_cast<std::size_t>(i)]);
    }
    done.add(1);
  });
  return encoded;
}

}  // namespace eigenlex
