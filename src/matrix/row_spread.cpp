#include "eigenlex/matrix/row_spread.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "eigenlex/core/array.hpp"
#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/parallel.hpp"

namespace eigenlex {
namespace {

/// The last row and one that each of so many ranks keeps: blocks of `kSumRows`, about as many each.
std::vector<std::int64_t> kept_ends(std::int64_t rows, int ranks) {
  const std::int64_t blocks = block_count(rows, kSumRows);
  std::vector<std::int64_t> ends;
  for (std::int64_t r = 1; r <= ranks; ++r) {
    ends.push_back(std::min(rows, blocks * r / ranks * kSumRows));
  }
  return ends;
}

std::vector<std::int64_t> group_work(std::span<const std::int64_t> row_work) {
  std::vector<std::int64_t> work(as_size(block_count(std::ssize(row_work), kGroupRows)), 0);
  for (std::size_t i = 0; i < row_work.size(); ++i) work[i / kGroupRows] += row_work[i];
  return work;
}

std::vector<std::int64_t> loads_of(const GroupOwners& owners, const std::vector<std::int64_t>& work,
                                   int ranks) {
  std::vector<std::int64_t> loads(as_size(ranks), 0);
  for (std::size_t g = 0; g < work.size(); ++g) loads[as_size(owners[g])] += work[g];
  return loads;
}

std::int64_t size_of(std::span<const std::int64_t> ends, int rank) {
  return ends[as_size(rank)] - (rank == 0 ? 0 : ends[as_size(rank - 1)]);
}

std::int64_t begin_of(std::span<const std::int64_t> ends, int rank) {
  return rank == 0 ? 0 : ends[as_size(rank - 1)];
}

}  // namespace

GroupOwners share_out(std::span<const std::int64_t> row_work, int ranks) {
  const std::vector<std::int64_t> work = group_work(row_work);
  const std::vector<std::int64_t> ends = kept_ends(std::ssize(row_work), ranks);
  GroupOwners owners;
  int rank = 0;
  for (std::size_t g = 0; g < work.size(); ++g) {
    while (as_index(g) * kGroupRows >= ends[as_size(rank)]) ++rank;
    owners.push_back(rank);
  }
  std::vector<std::int64_t> loads = loads_of(owners, work, ranks);
  const std::int64_t all = std::accumulate(loads.begin(), loads.end(), std::int64_t{0});
  // A little above a fair share, which leaves room for groups that fill up the others.
  const std::int64_t fair = all / ranks + all / (100 * ranks);
  std::vector<std::size_t> heaviest(work.size());
  std::iota(heaviest.begin(), heaviest.end(), std::size_t{0});
  std::ranges::stable_sort(heaviest, std::greater{}, [&](std::size_t g) { return work[g]; });
  for (const std::size_t g : heaviest) {
    std::int64_t& from = loads[as_size(owners[g])];
    const auto to = std::ranges::min_element(loads);
    if (from <= fair || *to + work[g] >= from) continue;
    from -= work[g];
    *to += work[g];
    owners[g] = static_cast<std::int32_t>(to - loads.begin());
  }
  return owners;
}

double imbalance(const GroupOwners& owners, std::span<const std::int64_t> row_work, int ranks) {
  const std::vector<std::int64_t> loads = loads_of(owners, group_work(row_work), ranks);
  const std::int64_t all = std::accumulate(loads.begin(), loads.end(), std::int64_t{0});
  if (all == 0) return 1;
  return static_cast<double>(*std::ranges::max_element(loads)) * ranks / static_cast<double>(all);
}

RowSpread::RowSpread(const Communicator& ranks, std::int64_t items, std::int64_t parts,
                     const GroupOwners& owners)
    : ranks_(ranks),
      items_(items),
      groups_(block_count(items, kGroupRows)),
      kept_ends_(eigenlex::kept_ends(items * parts, ranks.size())),
      own_ends_(as_size(ranks.size()), 0),
      owner_ends_(as_size(ranks.size()), 0) {
  const auto owner_of = [&](std::int64_t row) {
    return owners[as_size(row % items_ / kGroupRows)];
  };
  for (std::int64_t part = 0; part < parts; ++part) {
    for (std::int64_t group = 0; group < groups_; ++group) {
      const std::int64_t first = part * items + group * kGroupRows;
      const std::int64_t end = std::min(first + kGroupRows, (part + 1) * items);
      const bool is_own = owners[as_size(group)] == ranks.rank();
      places_.push_back(is_own ? std::ssize(own_) : -1);
      for (std::int64_t row = first; is_own && row < end; ++row) own_.push_back(row);
    }
  }
  for (std::size_t r = 0; r < own_ends_.size(); ++r) {
    own_ends_[r] = std::ranges::lower_bound(own_, kept_ends_[r]) - own_.begin();
  }
  for (std::int64_t row = first_row(); row < first_row() + kept(); ++row) {
    ++owner_ends_[as_size(owner_of(row))];
  }
  std::partial_sum(owner_ends_.begin(), owner_ends_.end(), owner_ends_.begin());
  std::vector<std::int64_t> next(owner_ends_.size(), 0);
  std::copy(owner_ends_.begin(), owner_ends_.end() - 1, next.begin() + 1);
  kept_rows_.resize(as_size(kept()));
  for (std::int64_t row = 0; row < kept(); ++row) {
    std::int64_t& at = next[as_size(owner_of(first_row() + row))];
    kept_rows_[as_size(at++)] = static_cast<std::int32_t>(row);
  }
}

std::int64_t RowSpread::first_row() const { return begin_of(kept_ends_, ranks_.rank()); }

std::int64_t RowSpread::kept() const { return size_of(kept_ends_, ranks_.rank()); }

std::int64_t RowSpread::rows_sent() const {
  return std::ssize(own_) - size_of(own_ends_, ranks_.rank());
}

void RowSpread::keep(std::span<const std::byte> own, std::int64_t row_bytes,
                     const std::function<void(std::int64_t, const std::byte*)>& keep) const {
  Array<std::byte> received(as_size((kept() - size_of(owner_ends_, ranks_.rank())) * row_bytes));
  std::vector<Sending> out;
  std::vector<Receiving> in;
  std::vector<const std::byte*> from(as_size(ranks_.size()));
  std::size_t at = 0;
  for (int r = 0; r < ranks_.size(); ++r) {
    const std::span<const std::byte> rows = own.subspan(as_size(begin_of(own_ends_, r) * row_bytes),
                                                        as_size(size_of(own_ends_, r) * row_bytes));
    if (r == ranks_.rank()) {
      from[as_size(r)] = rows.data();
      continue;
    }
    const auto room = std::span(received).subspan(at, as_size(size_of(owner_ends_, r) * row_bytes));
    at += room.size();
    from[as_size(r)] = room.data();
    out.push_back({r, rows});
    in.push_back({r, room});
  }
  ranks_.exchange(out, in);
  for (int r = 0; r < ranks_.size(); ++r) {
    const std::int64_t first = begin_of(owner_ends_, r);
    parallel_blocks(size_of(owner_ends_, r), kSumRows,
                    [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                      for (std::int64_t k = begin; k < end; ++k) {
                        keep(kept_rows_[as_size(first + k)], from[as_size(r)] + k * row_bytes);
                      }
                    });
  }
}

void RowSpread::fetch(const std::function<const std::byte*(std::int64_t)>& bytes_of,
                      std::int64_t row_bytes, std::span<std::byte> own) const {
  Array<std::byte> sent(as_size((kept() - size_of(owner_ends_, ranks_.rank())) * row_bytes));
  std::vector<Sending> out;
  std::vector<Receiving> in;
  std::size_t at = 0;
  for (int r = 0; r < ranks_.size(); ++r) {
    const std::int64_t first = begin_of(owner_ends_, r);
    const std::int64_t size = size_of(owner_ends_, r);
    const auto room = own.subspan(as_size(begin_of(own_ends_, r) * row_bytes),
                                  as_size(size_of(own_ends_, r) * row_bytes));
    std::span<std::byte> rows = room;
    if (r != ranks_.rank()) {
      rows = std::span(sent).subspan(at, as_size(size * row_bytes));
      at += rows.size();
      out.push_back({r, rows});
      in.push_back({r, room});
    }
    parallel_blocks(size, kSumRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
      for (std::int64_t k = begin; k < end; ++k) {
        std::memcpy(rows.data() + k * row_bytes, bytes_of(kept_rows_[as_size(first + k)]),
                    as_size(row_bytes));
      }
    });
  }
  ranks_.exchange(out, in);
}

RowMatrix RowSpread::keep(const RowMatrix& own) const {
  RowMatrix kept_rows = new_row_matrix(kept(), own.cols());
  const std::size_t row_bytes = as_size(own.cols()) * sizeof(float);
  keep(std::as_bytes(std::span(own.data(), as_size(own.size()))), as_index(row_bytes),
       [&](std::int64_t row, const std::byte* bytes) {
         std::memcpy(kept_rows.data() + row * own.cols(), bytes, row_bytes);
       });
  return kept_rows;
}

RowMatrix RowSpread::fetch(const RowMatrix& kept_rows) const {
  RowMatrix own_rows = new_row_matrix(std::ssize(own_), kept_rows.cols());
  fetch(
      [&](std::int64_t row) {
        return reinterpret_cast<const std::byte*>(kept_rows.data() + row * kept_rows.cols());
      },
      kept_rows.cols() * as_index(sizeof(float)),
      std::as_writable_bytes(std::span(own_rows.data(), as_size(own_rows.size()))));
  return own_rows;
}

RowMatrix RowSpread::gather_in_all(const RowMatrix& kept_rows) const {
  const std::int64_t cols = kept_rows.cols();
  RowMatrix all = new_row_matrix(rows(), cols);
  std::copy_n(kept_rows.data(), kept_rows.size(), all.data() + first_row() * cols);
  ranks_.all_gather(std::as_writable_bytes(std::span(all.data(), as_size(all.size()))),
                    cols * as_index(sizeof(float)), kept_ends_);
  return all;
}

RowMatrix RowSpread::gather_in_first(const RowMatrix& kept_rows) const {
  const std::int64_t cols = kept_rows.cols();
  RowMatrix all = new_row_matrix(ranks_.is_first() ? rows() : 0, cols);
  const auto bytes = [](const float* data, std::int64_t numbers) {
    return std::as_bytes(std::span(data, as_size(numbers)));
  };
  if (!ranks_.is_first()) {
    const Sending out{0, bytes(kept_rows.data(), kept_rows.size())};
    ranks_.exchange({&out, 1}, {});
    return all;
  }
  std::copy_n(kept_rows.data(), kept_rows.size(), all.data());
  std::vector<Receiving> in;
  for (int r = 1; r < ranks_.size(); ++r) {
    float* const first = all.data() + begin_of(kept_ends_, r) * cols;
    in.push_back(
        {r, std::as_writable_bytes(std::span(first, as_size(size_of(kept_ends_, r) * cols)))});
  }
  ranks_.exchange({}, in);
  return all;
}

}  // namespace eigenlex
