#include "counts/spread_counts.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/count_rows.hpp"

#include "core/pool.hpp"
#include "counts/merged_rows.hpp"

namespace eigenlex::internal {
namespace {

/// Cells that a rank sends or is sent in a round, about.
constexpr std::int64_t kRoundCells = 1 << 22;

struct Rows {
  std::int64_t first = 0;
  std::int64_t end = 0;
};

Rows rows_of(std::int64_t group, std::int64_t rows) {
  return {group * kGroupRows, std::min((group + 1) * kGroupRows, rows)};
}

std::int64_t cells_in(const CooccurrenceMatrix& counts, const Rows& rows) {
  return counts.indptr()[as_size(rows.end)] - counts.indptr()[as_size(rows.first)];
}

MergedRows empty_rows(const Rows& rows) {
  MergedRows empty;
  empty.narrow.row_sizes.assign(as_size(rows.end - rows.first), 0);
  return empty;
}

/// The rows of a group, their length in bytes first.
std::string encode_group(const CooccurrenceMatrix& part, const Rows& rows) {
  RowEncoder encoder;
  part.visit([&]<class Cells>(const Cells& cells) {
    using Value = typename Cells::value_type;
    CsrBuffer<Value> buffer;
    const auto view = cells.view(rows.first, rows.end, buffer);
    for (std::int64_t i = rows.first; i < rows.end; ++i) {
      encoder.append<Value>(view.row_indices(i), view.row_values(i));
    }
  });
  const std::string bytes = encoder.take();
  const std::uint64_t length = bytes.size();
  std::string message(sizeof(length), '\0');
  std::memcpy(message.data(), &length, sizeof(length));
  return message + bytes;
}

/// Takes the next group off the front of what a rank sent.
std::string_view next_group(std::string_view& message) {
  std::uint64_t length = 0;
  std::memcpy(&length, message.data(), sizeof(length));
  const std::string_view group = message.substr(sizeof(length), length);
  message.remove_prefix(sizeof(length) + length);
  return group;
}

class Spreading {
 public:
  Spreading(const CooccurrenceMatrix& part, const GroupOwners& owners, const Communicator& ranks)
      : part_(part),
        owners_(owners),
        ranks_(ranks),
        accumulators_([&part] { return RowAccumulator<std::int64_t>(part.cols()); }) {
    for (std::int64_t group = 0; group < std::ssize(owners); ++group) {
      cells_.push_back(static_cast<double>(cells_in(part, rows(group))));
    }
    ranks.sum(cells_);
  }

  CooccurrenceMatrix run(const StorageOptions& storage, const Progress& progress) {
    std::int64_t most = 0;
    for (std::size_t group = 0; group < cells_.size(); ++group) {
      if (owners_[group] == ranks_.rank()) most += static_cast<std::int64_t>(cells_[group]);
    }
    CountSink sink(most, storage);
    for (std::int64_t begin = 0; begin < std::ssize(cells_);) {
      const std::int64_t end = round_end(begin);
      sink.append(round(begin, end));
      begin = end;
      report(progress, begin, std::ssize(cells_));
    }
    return {.cells = sink.take(part_.cols()), .unit = part_.unit};
  }

 private:
  Rows rows(std::int64_t group) const { return rows_of(group, part_.rows()); }
  bool is_own(std::int64_t group) const { return owners_[as_size(group)] == ranks_.rank(); }

  /// Where a round of groups ends: known to all ranks alike.
  std::int64_t round_end(std::int64_t group) const {
    for (double cells = 0; group < std::ssize(cells_);) {
      cells += cells_[as_size(group++)];
      if (cells >= static_cast<double>(kRoundCells) * ranks_.size()) break;
    }
    return group;
  }

  std::vector<MergedRows> round(std::int64_t begin, std::int64_t end) {
    std::vector<std::string> encoded(as_size(end - begin));
    parallel_blocks(end - begin, 1, [&](std::int64_t k, std::int64_t, std::int64_t) {
      encoded[as_size(k)] = encode_group(part_, rows(begin + k));
    });
    std::vector<std::string> messages(as_size(ranks_.size()));
    for (std::int64_t group = begin; group < end; ++group) {
      messages[as_size(owners_[as_size(group)])] +=
          std::exchange(encoded[as_size(group - begin)], {});
    }
    messages = ranks_.exchange(std::move(messages));
    std::vector<std::string_view> rest(messages.begin(), messages.end());
    std::vector<std::vector<RowDecoder>> parts(encoded.size());
    for (std::int64_t group = begin; group < end; ++group) {
      if (!is_own(group)) continue;
      for (std::string_view& message : rest) {
        parts[as_size(group - begin)].emplace_back(next_group(message));
      }
    }
    std::vector<MergedRows> merged(encoded.size());
    parallel_blocks(end - begin, 1, [&](std::int64_t k, std::int64_t, std::int64_t) {
      const Rows some = rows(begin + k);
      merged[as_size(k)] = is_own(begin + k)
                               ? add_rows(std::move(parts[as_size(k)]), some.end - some.first, 0,
                                          *accumulators_.borrow())
                               : empty_rows(some);
    });
    return merged;
  }

  const CooccurrenceMatrix& part_;
  const GroupOwners& owners_;
  const Communicator& ranks_;
  std::vector<double> cells_;  ///< of each group, of all ranks
  Pool<RowAccumulator<std::int64_t>> accumulators_;
};

/// A group of rows as they lie in files.
MergedRows read_group(const CooccurrenceMatrix& stored, const Rows& rows) {
  CountReader reader;
  reader.read(stored, rows.first, rows.end);
  MergedRows read;
  read.reserve(cells_in(stored, rows));
  for (std::int64_t i = rows.first; i < rows.end; ++i) {
    check_count_row(reader, i, stored.cols());
    const std::size_t before = read.narrow.indices.size();
    reader.visit_row(i, [&](const auto& cols, const auto& counts) { read.add(cols, counts); });
    read.end_row(before);
  }
  return read;
}

}  // namespace

CooccurrenceMatrix spread_counts(const CooccurrenceMatrix& part, const GroupOwners& owners,
                                 const Communicator& ranks, const StorageOptions& storage,
                                 const Progress& progress) {
  return Spreading(part, owners, ranks).run(storage, progress);
}

std::vector<std::int64_t> cells_by_row(const CooccurrenceMatrix& own, const Communicator& ranks) {
  std::vector<double> cells;
  for (std::int64_t i = 0; i < own.rows(); ++i) {
    cells.push_back(static_cast<double>(cells_in(own, {i, i + 1})));
  }
  ranks.sum(cells);
  return {cells.begin(), cells.end()};
}

CooccurrenceMatrix own_rows(const CooccurrenceMatrix& stored, const GroupOwners& owners, int rank,
                            const StorageOptions& storage, const Progress& progress) {
  std::int64_t cells = 0;
  for (std::size_t group = 0; group < owners.size(); ++group) {
    if (owners[group] == rank) cells += cells_in(stored, rows_of(as_index(group), stored.rows()));
  }
  CountSink sink(cells, storage);
  const std::int64_t groups = std::ssize(owners);
  for (std::int64_t begin = 0; begin < groups;) {
    std::int64_t end = begin;
    for (std::int64_t some = 0; end < groups && some < kRoundCells; ++end) {
      if (owners[as_size(end)] == rank) some += cells_in(stored, rows_of(end, stored.rows()));
    }
    std::vector<MergedRows> wave(as_size(end - begin));
    parallel_blocks(end - begin, 1, [&](std::int64_t k, std::int64_t, std::int64_t) {
      const Rows rows = rows_of(begin + k, stored.rows());
      wave[as_size(k)] =
          owners[as_size(begin + k)] == rank ? read_group(stored, rows) : empty_rows(rows);
    });
    sink.append(std::move(wave));
    begin = end;
    report(progress, begin, groups);
  }
  return {.cells = sink.take(stored.cols()), .unit = stored.unit};
}

}  // namespace eigenlex::internal
