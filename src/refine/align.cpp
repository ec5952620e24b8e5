#include "eigenlex/refine/align.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/csls.hpp"
#include "eigenlex/matrix/tall.hpp"
#include "eigenlex/matrix/unit_rows.hpp"
#include "eigenlex/refine/procrustes.hpp"

#include "core/median.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kBlockRows = 256;
/// Fits of one set of anchors, each without the outliers of the one before.
constexpr int kMostFits = 10;
/// What makes the median absolute deviation of normal numbers their standard deviation.
constexpr double kDeviationOfMedian = 1.4826;

void require_that(bool condition, std::string_view field, const std::string& value,
                  std::string_view requirement) {
  if (!condition) throw OptionError(field, value, requirement);
}

/// Rows that are compared, with columns of zeros where the other table has more. The last row is
/// the direction that was taken away from the others, zeros where none was: it is an anchor of its
/// own, as no other says which way it goes.
RowMatrix compared_rows(const Table& table, Eigen::Index columns, const AlignOptions& options) {
  RowMatrix rows = RowMatrix::Zero(table.rows() + 1, columns);
  auto words = rows.topLeftCorner(table.rows(), table.cols());
  words = options.centre ? centred_unit_rows(table, options.frequent) : unit_rows(table);
  if (options.centre) {
    rows.bottomLeftCorner(1, table.cols()) =
        mean_of_unit_rows(unit_rows(table), options.frequent).normalized();
  }
  return rows;
}

/// The rows of anchors, and the last one.
RowMatrix rows_at(const RowMatrix& rows, std::span<const Anchor> anchors,
                  std::int32_t Anchor::*side) {
  RowMatrix picked(std::ssize(anchors) + 1, rows.cols());
  picked.bottomRows(1) = rows.bottomRows(1);
  parallel_blocks(std::ssize(anchors), kBlockRows,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::int64_t i = begin; i < end; ++i) {
                      picked.row(i) = rows.row(anchors[static_cast<std::size_t>(i)].*side);
                    }
                  });
  return picked;
}

/// The least cosine of an anchor that is no outlier.
double least_fitting(const std::vector<double>& cosines, double outlier) {
  if (outlier == 0) return -std::numeric_limits<double>::infinity();
  const double centre = internal::median(cosines);
  std::vector<double> deviations;
  for (const double cosine : cosines) deviations.push_back(std::abs(cosine - centre));
  return centre - outlier * kDeviationOfMedian * internal::median(std::move(deviations));
}

std::vector<bool> at_least(const std::vector<double>& cosines, double least) {
  std::vector<bool> fits;
  for (const double cosine : cosines) fits.push_back(cosine >= least);
  return fits;
}

/// A rotation and how each anchor fits it.
struct Fit {
  Eigen::MatrixXd rotation = {};
  std::vector<double> cosines = {};
  double least = 0;  ///< cosine of an anchor that fits
  std::vector<bool> fits = {};

  AlignRound round() const {
    AlignRound round{.anchors = std::ssize(fits)};
    for (std::size_t i = 0; i < fits.size(); ++i) {
      if (fits[i]) {
        round.mean_cosine += cosines[i];
      } else {
        ++round.left_out;
      }
    }
    round.mean_cosine /= static_cast<double>(round.anchors - round.left_out);
    return round;
  }
};

/// Finds rotations of one pair of tables.
class Aligner {
 public:
  Aligner(const Embedding& source, const Embedding& target, const AlignOptions& options)
      : options_(options), source_words_(source.vocabulary), target_words_(target.vocabulary) {
    const Eigen::Index columns = std::max(source.table.cols(), target.table.cols());
    source_ = compared_rows(source.table, columns, options);
    target_ = compared_rows(target.table, columns, options);
  }

  /// The rotation that suits the anchors but outliers.
  Fit fit(std::span<const Anchor> anchors) const {
    const RowMatrix source = rows_at(source_, anchors, &Anchor::source);
    const RowMatrix target = rows_at(target_, anchors, &Anchor::target);
    const std::vector<double> certain = weights_of(anchors);
    Fit result{.fits = std::vector<bool>(anchors.size(), true)};
    for (int i = 0; i < kMostFits; ++i) {
      std::vector<double> weights = certain;
      for (std::size_t k = 0; k < weights.size(); ++k) weights[k] *= result.fits[k] ? 1 : 0;
      weights.push_back(1);
      result.rotation = orthogonal_procrustes(source, target, weights);
      result.cosines = cosines(multiply(source, result.rotation), target);
      result.least = least_fitting(result.cosines, options_.outlier);
      std::vector<bool> fits = at_least(result.cosines, result.least);
      const bool is_settled = fits == result.fits;
      result.fits = std::move(fits);
      if (is_settled) break;
    }
    return result;
  }

  /// How other anchors fit a rotation as those do that it was made from.
  Fit judge(std::span<const Anchor> anchors, const Fit& fit) const {
    const RowMatrix source = rows_at(source_, anchors, &Anchor::source);
    const RowMatrix target = rows_at(target_, anchors, &Anchor::target);
    Fit result{.rotation = fit.rotation, .least = fit.least};
    result.cosines = cosines(multiply(source, fit.rotation), target);
    result.fits = at_least(result.cosines, fit.least);
    return result;
  }

  /// Frequent words that are each other's nearest by CSLS after a rotation.
  std::vector<Anchor> mutual(const Eigen::MatrixXd& rotation) const {
    const Eigen::Index sources = std::min<Eigen::Index>(source_.rows() - 1, options_.frequent);
    const Eigen::Index targets = std::min<Eigen::Index>(target_.rows() - 1, options_.frequent);
    const RowMatrix source = multiply(source_.topRows(sources), rotation);
    const RowBlock target = target_.topRows(targets);
    const auto there =
        csls_matches(source, target, mean_greatest_products(target, source, options_.neighbours));
    const auto back =
        csls_matches(target, source, mean_greatest_products(source, target, options_.neighbours));
    std::vector<Anchor> pairs;
    for (std::int32_t i = 0; i < std::ssize(there); ++i) {
      const std::int32_t match = there[static_cast<std::size_t>(i)];
      if (match >= 0 && back[static_cast<std::size_t>(match)] == i) pairs.push_back({i, match});
    }
    return pairs;
  }

 private:
  /// Of all rows but the last.
  static std::vector<double> cosines(const RowMatrix& rotated, const RowMatrix& target) {
    std::vector<double> values(static_cast<std::size_t>(target.rows() - 1));
    parallel_blocks(
        target.rows() - 1, kBlockRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
          for (std::int64_t i = begin; i < end; ++i) {
            values[static_cast<std::size_t>(i)] = dot_product(rotated.row(i), target.row(i));
          }
        });
    return values;
  }

  std::vector<double> weights_of(std::span<const Anchor> anchors) const {
    const auto doubt = [&](std::int64_t count) {
      return count == 0 ? 0.0 : options_.certainty / static_cast<double>(count);
    };
    std::vector<double> weights;
    for (const Anchor& anchor : anchors) {
      weights.push_back(1 / (1 + doubt(source_words_.count(anchor.source)) +
                             doubt(target_words_.count(anchor.target))));
    }
    return weights;
  }

  const AlignOptions& options_;
  const Vocabulary& source_words_;
  const Vocabulary& target_words_;
  RowMatrix source_, target_;
};

/// The anchors that do not fit, those that fit least first.
std::vector<Anchor> misfits(const Fit& fit, std::span<const Anchor> anchors) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    if (!fit.fits[i]) places.push_back(i);
  }
  std::ranges::stable_sort(places, {}, [&](std::size_t i) { return fit.cosines[i]; });
  std::vector<Anchor> moved;
  for (const std::size_t i : places) moved.push_back(anchors[i]);
  return moved;
}

/// Pairs found, and the anchors given but those that fit least: sorted, each once.
std::vector<Anchor> joined(std::vector<Anchor> pairs, std::span<const Anchor> anchors,
                           const Fit& fit) {
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    if (fit.fits[i]) pairs.push_back(anchors[i]);
  }
  std::ranges::sort(pairs);
  pairs.erase(std::ranges::unique(pairs).begin(), pairs.end());
  return pairs;
}

void check(const Embedding& source, const Embedding& target, std::span<const Anchor> anchors) {
  require_that(!anchors.empty(), "anchors", "none",
               "must be one at least: words that both tables have, or a dictionary of them");
  for (const Anchor& anchor : anchors) {
    const auto is_row = [](std::int32_t id, const Embedding& table) {
      return id >= 0 && id < table.vocabulary.size() && id < table.table.rows();
    };
    require_that(is_row(anchor.source, source) && is_row(anchor.target, target), "anchors",
                 fmt::format("{} and {}", anchor.source, anchor.target),
                 "must be rows of the source and of the target");
  }
}

}  // namespace

void AlignOptions::validate() const {
  require_that(certainty >= 0 && std::isfinite(certainty), "AlignOptions.certainty",
               fmt::to_string(certainty), "must be at least 0");
  require_that(outlier >= 0 && std::isfinite(outlier), "AlignOptions.outlier",
               fmt::to_string(outlier), "must be at least 0");
  require_that(rounds >= 0, "AlignOptions.rounds", std::to_string(rounds), "must be at least 0");
  require_that(frequent >= 1, "AlignOptions.frequent", std::to_string(frequent),
               "must be at least 1");
  require_that(neighbours >= 1, "AlignOptions.neighbours", std::to_string(neighbours),
               "must be at least 1");
}

Alignment align(const Embedding& source, const Embedding& target, std::span<const Anchor> anchors,
                const AlignOptions& options, const Progress& progress) {
  options.validate();
  check(source, target, anchors);
  const Aligner aligner(source, target, options);
  Fit fit = aligner.fit(anchors);
  Alignment alignment;
  alignment.rounds = {fit.round()};
  report(progress, 1, options.rounds + 1);
  std::vector<Anchor> before;
  for (int round = 1; round <= options.rounds; ++round) {
    std::vector<Anchor> pairs = aligner.mutual(fit.rotation);
    if (pairs.empty() || pairs == before) break;
    before = pairs;
    const Fit refit = aligner.fit(joined(std::move(pairs), anchors, fit));
    alignment.rounds.push_back(refit.round());
    fit = aligner.judge(anchors, refit);
    report(progress, round + 1, options.rounds + 1);
  }
  alignment.rotation = fit.rotation.topLeftCorner(source.table.cols(), target.table.cols());
  alignment.moved = misfits(fit, anchors);
  return alignment;
}

Model rotated(Model model, const Alignment& alignment, const AlignOptions& options) {
  require_that(alignment.rotation.rows() == model.words.table.cols(), "alignment.rotation",
               fmt::format("{} rows", alignment.rotation.rows()),
               fmt::format("must have the dimensions of the model, {}", model.words.table.cols()));
  model.words.table = multiply(model.words.table, alignment.rotation);
  if (model.contexts.rows() > 0) model.contexts = multiply(model.contexts, alignment.rotation);
  model.singular_values = {};
  model.exponent = std::nullopt;
  model.description["align"] = to_json(alignment, options);
  return model;
}

nlohmann::ordered_json to_json(const Alignment& alignment, const AlignOptions& options) {
  auto rounds = nlohmann::ordered_json::array();
  for (const AlignRound& round : alignment.rounds) {
    rounds.push_back({{"anchors", round.anchors},
                      {"left_out", round.left_out},
                      {"mean_cosine", round.mean_cosine}});
  }
  return {{"centre", options.centre},         {"certainty", options.certainty},
          {"outlier", options.outlier},       {"frequent", options.frequent},
          {"neighbours", options.neighbours}, {"rounds", std::move(rounds)},
          {"moved", alignment.moved.size()}};
}

}  // namespace eigenlex
