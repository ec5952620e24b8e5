#include "eigenlex/matrix/nearest_rows.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/matrix/scale.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kAskingRows = 256;
constexpr Eigen::Index kAskedRows = 1024;
// A chunk none of whose scores is high enough is passed over by one vector loop.
constexpr Eigen::Index kScoreChunk = 64;

struct Candidate {
  float score;
  std::int32_t id;
};

bool is_better(const Candidate& a, const Candidate& b) {
  return a.score > b.score || (a.score == b.score && a.id < b.id);
}

/// The candidates of highest score so far, and some more: twice as many are cut to the best now and
/// then.
class Candidates {
 public:
  /// Scores of the rows from `first` on, in the order of their ids.
  void add(std::int32_t first, const Eigen::Ref<const Eigen::RowVectorXf>& scores,
           std::size_t count) {
    for (Eigen::Index begin = 0; begin < scores.size(); begin += kScoreChunk) {
      const Eigen::Index size = std::min(kScoreChunk, scores.size() - begin);
      if (scores.segment(begin, size).maxCoeff() <= least_) continue;
      for (Eigen::Index j = begin; j < begin + size; ++j) {
        if (!(scores[j] > least_)) continue;
        best_.push_back({scores[j], first + static_cast<std::int32_t>(j)});
        if (best_.size() == 2 * count) cut(count);
      }
    }
  }

  std::span<const Candidate> best(std::size_t count) {
    if (best_.size() > count) cut(count);
    return best_;
  }

 private:
  void cut(std::size_t count) {
    const auto last = best_.begin() + static_cast<std::ptrdiff_t>(count) - 1;
    std::ranges::nth_element(best_, last, is_better);
    least_ = last->score;
    best_.resize(count);
  }

  std::vector<Candidate> best_;
  // Equal scores that come later are of higher ids.
  float least_ = -std::numeric_limits<float>::infinity();
};

void require_valid(const RowMatrix& rows, std::int64_t count) {
  if (rows.rows() > std::numeric_limits<std::int32_t>::max()) {
    throw OptionError("rows", std::to_string(rows.rows()), "must be fewer than 2^31");
  }
  const std::int64_t most = std::max<std::int64_t>(rows.rows() - 1, 0);
  if (count < 0 || count > most) {
    throw OptionError("count", std::to_string(count),
                      fmt::format("must be 0..{}, the number of other rows", most));
  }
  if (!rows.allFinite()) throw OptionError("rows", "a number that is not finite", "must be finite");
}

/// Rows less their mean, times a scale.
RowMatrix comparable(const RowMatrix& rows, double scale) {
  const Eigen::RowVectorXd mean = rows.cast<double>().colwise().mean();
  RowMatrix moved = new_row_matrix(rows.rows(), rows.cols());
  parallel_blocks(rows.rows(), kAskingRows,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::int64_t i = begin; i < end; ++i) {
                      moved.row(i) = (scale * (rows.row(i).cast<double>() - mean)).cast<float>();
                    }
                  });
  return moved;
}

/// Candidates of the rows begin .. end - 1: those of the greatest 2 x·y - |y|².
std::vector<Candidates> find_candidates(const RowMatrix& rows, const Eigen::RowVectorXf& squares,
                                        std::int64_t begin, std::int64_t end, std::size_t count) {
  std::vector<Candidates> found(as_size(end - begin));
  RowMatrix scores;
  for (Eigen::Index first = 0; first < rows.rows(); first += kAskedRows) {
    check_cancelled();
    const Eigen::Index size = std::min(kAskedRows, rows.rows() - first);
    scores.resize(end - begin, size);
    scores.noalias() =
        rows.middleRows(begin, end - begin) * rows.middleRows(first, size).transpose();
    for (std::int64_t i = begin; i < end; ++i) {
      auto own = scores.row(i - begin);
      own = 2 * own - squares.segment(first, size);
      if (i >= first && i < first + size) own[i - first] = -std::numeric_limits<float>::infinity();
      found[as_size(i - begin)].add(static_cast<std::int32_t>(first), own, count);
    }
  }
  return found;
}

}  // namespace

NearestRows nearest_rows(const RowMatrix& rows, std::int64_t count, const Progress& progress) {
  require_valid(rows, count);
  NearestRows near{count, Array<std::int32_t>(as_size(rows.rows() * count)),
                   Array<float>(as_size(rows.rows() * count))};
  if (count == 0) return near;
  // In a size that can be squared.
  const float largest = largest_magnitude(rows);
  const double scale = largest > 0 ? scale_to_one(largest) : 1;
  const RowMatrix moved = comparable(rows, scale);
  const Eigen::RowVectorXf squares = moved.rowwise().squaredNorm().transpose();
  ProgressCounter done(progress, rows.rows());
  parallel_blocks(
      rows.rows(), kAskingRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        auto found = find_candidates(moved, squares, begin, end, as_size(count));
        std::vector<Candidate> own;
        for (std::int64_t i = begin; i < end; ++i) {
          own.clear();
          for (const Candidate& each : found[as_size(i - begin)].best(as_size(count))) {
            own.push_back({-(moved.row(i) - moved.row(each.id)).squaredNorm(), each.id});
          }
          std::ranges::sort(own, is_better);
          for (std::size_t j = 0; j < own.size(); ++j) {
            near.ids[as_size(i * count) + j] = own[j].id;
            near.distances[as_size(i * count) + j] =
                static_cast<float>(-double{own[j].score} / (scale * scale));
          }
        }
        done.add(end - begin);
      });
  return near;
}

}  // namespace eigenlex
