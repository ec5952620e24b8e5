#pragma once

#include <array>
#include <barrier>
#include <cstdint>
#include <span>
#include <thread>
#include <vector>

#include "eigenlex/matrix/reducer.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

namespace eigenlex::testing {

/// Two threads that play the processes of a run over two machines.
class TwoRanks {
 public:
  /// Calls `run(rank)` for both ranks at a time.
  template <class Run>
  void run(const Run& body) {
    std::thread second([&] { body(1); });
    body(0);
    second.join();
  }

  void meet() { barrier_.arrive_and_wait(); }

  /// The rows of rank 0 and below them those of rank 1.
  RowMatrix join(int rank, const RowMatrix& rows) {
    parts_[static_cast<std::size_t>(rank)] = &rows;
    meet();
    RowMatrix joined(parts_[0]->rows() + parts_[1]->rows(), rows.cols());
    joined << *parts_[0], *parts_[1];
    meet();
    return joined;
  }

  std::vector<double> state;  ///< handed from rank to rank

 private:
  std::barrier<> barrier_{2};
  std::array<const RowMatrix*, 2> parts_{};
};

/// Rows of which rank 0 holds the first ones.
class RankReducer final : public Reducer {
 public:
  RankReducer(TwoRanks& ranks, int rank, std::int64_t first_of_rank_1, std::int64_t all)
      : ranks_(ranks), rank_(rank), cut_(first_of_rank_1), all_(all) {}

  std::int64_t first_row() const override { return rank_ == 0 ? 0 : cut_; }
  std::int64_t here() const { return rank_ == 0 ? cut_ : all_ - cut_; }
  std::int64_t all_rows(std::int64_t) const override { return all_; }
  bool is_spread() const override { return true; }
  void in_row_order(std::span<double> state, const Step& step) const override {
    // In two pieces, as a pipeline would.
    const std::int64_t half = std::ssize(state) / 2;
    const auto go = [&] {
      step(0, half);
      step(half, std::ssize(state));
    };
    if (rank_ == 0) {
      go();
      ranks_.state.assign(state.begin(), state.end());
    }
    ranks_.meet();
    if (rank_ == 1) {
      std::ranges::copy(ranks_.state, state.begin());
      go();
      ranks_.state.assign(state.begin(), state.end());
    }
    ranks_.meet();
    std::ranges::copy(ranks_.state, state.begin());
    ranks_.meet();
  }
  /// The rows of a whole matrix that are here.
  RowMatrix part(const RowMatrix& whole) const { return whole.middleRows(first_row(), here()); }
  int rank() const { return rank_; }
  TwoRanks& ranks() const { return ranks_; }

 private:
  TwoRanks& ranks_;
  int rank_;
  std::int64_t cut_;
  std::int64_t all_;
};

}  // namespace eigenlex::testing
