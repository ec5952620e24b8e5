#include "counts/merged_rows.hpp"

#include <algorithm>
#include <utility>

namespace eigenlex::internal {
namespace fs = std::filesystem;
namespace {

constexpr const char* kIndices = "indices.npy";
constexpr const char* kValues = "values.npy";

}  // namespace

MemorySink::MemorySink(std::int64_t cells) {
  narrow_.indices.reserve(as_size(cells));
  narrow_.values.reserve(as_size(cells));
}

void MemorySink::append(std::vector<MergedRows> wave) {
  const auto old_size = std::ssize(narrow_.indices);
  std::vector<std::ptrdiff_t> first{old_size};
  for (const MergedRows& rows : wave) {
    append_row_ends(rows, narrow_.indptr);
    first.push_back(static_cast<std::ptrdiff_t>(narrow_.indptr.back()));
    if (rows.is_wide && !is_wide_) widen(old_size);
  }
  const std::size_t new_size = as_size(first.back());
  narrow_.indices.resize(new_size);
  is_wide_ ? wide_.resize(new_size) : narrow_.values.resize(new_size);
  parallel_blocks(std::ssize(wave), 1, [&](std::int64_t i, std::int64_t, std::int64_t) {
    copy(wave[as_size(i)], first[as_size(i)]);
  });
}

CooccurrenceMatrix::Cells MemorySink::take(std::int64_t cols) {
  narrow_.rows = std::ssize(narrow_.indptr) - 1;
  narrow_.cols = cols;
  if (!is_wide_) return std::move(narrow_);
  return CooccurrenceMatrix::Wide{.rows = narrow_.rows,
                                  .cols = cols,
                                  .indptr = std::move(narrow_.indptr),
                                  .indices = std::move(narrow_.indices),
                                  .values = std::move(wide_)};
}

void MemorySink::widen(std::ptrdiff_t size) {
  is_wide_ = true;
  wide_.reserve(narrow_.indices.capacity());
  wide_.assign(narrow_.values.begin(), narrow_.values.begin() + size);
  narrow_.values = {};
}

void MemorySink::copy(const MergedRows& rows, std::ptrdiff_t first) {
  std::ranges::copy(rows.narrow.indices, narrow_.indices.begin() + first);
  if (!is_wide_) {
    std::ranges::copy(rows.narrow.values, narrow_.values.begin() + first);
  } else {
    std::ranges::copy(rows.narrow.values, wide_.begin() + first);
    std::ranges::copy(rows.wide, wide_.begin() + first);
  }
}

FileSink::FileSink(const fs::path& folder) : folder_(folder), indices_(folder / kIndices) {
  narrow_.emplace(folder / kValues);
}

void FileSink::append(std::vector<MergedRows> wave) {
  for (MergedRows& rows : wave) append(std::exchange(rows, {}));
}

CooccurrenceMatrix::Cells FileSink::take(std::int64_t cols) {
  indices_.close(Durability::kUnsynced);
  if (wide_) {
    wide_->close(Durability::kUnsynced);
    return CooccurrenceMatrix::StoredWide(cols, std::move(indptr_), folder_ / kIndices,
                                          folder_ / kValues);
  }
  narrow_->close(Durability::kUnsynced);
  return CooccurrenceMatrix::StoredNarrow(cols, std::move(indptr_), folder_ / kIndices,
                                          folder_ / kValues);
}

void FileSink::append(const MergedRows& rows) {
  append_row_ends(rows, indptr_);
  indices_.append(rows.narrow.indices);
  if (rows.is_wide && !wide_) widen();
  if (wide_) {
    wide_->append(std::vector<std::int64_t>(rows.narrow.values.begin(), rows.narrow.values.end()));
    wide_->append(rows.wide);
  } else {
    narrow_->append(rows.narrow.values);
  }
}

/// Writes the counts so far anew. The first rows, of the most frequent words, are the ones that
/// need it, so they are few.
void FileSink::widen() {
  narrow_->close(Durability::kUnsynced);
  narrow_.reset();
  const fs::path narrow_path = folder_ / "narrow.npy";
  fs::rename(folder_ / kValues, narrow_path);
  wide_.emplace(folder_ / kValues);
  const auto narrow = open_npy_list<std::uint32_t>(narrow_path);
  constexpr std::int64_t kPieceCells = 1 << 20;
  std::vector<std::uint32_t> piece;
  for (std::int64_t done = 0; done < narrow.size(); done += kPieceCells) {
    piece.resize(static_cast<std::size_t>(std::min(narrow.size() - done, kPieceCells)));
    narrow.read(done, piece);
    wide_->append(std::vector<std::int64_t>(piece.begin(), piece.end()));
  }
  fs::remove(narrow_path);
}

CountSink::CountSink(std::int64_t most_cells, const StorageOptions& storage) {
  constexpr std::int64_t kCellBytes = 8;
  if (most_cells <= storage.memory / kCellBytes) {
    memory_.emplace(most_cells);
  } else {
    file_.emplace(storage.folder);
  }
}

void CountSink::append(std::vector<MergedRows> wave) {
  memory_ ? memory_->append(std::move(wave)) : file_->append(std::move(wave));
}

CooccurrenceMatrix::Cells CountSink::take(std::int64_t cols) {
  return memory_ ? memory_->take(cols) : file_->take(cols);
}

MergedRows add_rows(std::vector<RowDecoder> blocks, std::int64_t rows, std::int64_t cells,
                    RowAccumulator<std::int64_t>& row) {
  MergedRows merged;
  merged.reserve(cells);
  for (std::int64_t i = 0; i < rows; ++i) {
    const std::size_t before = merged.narrow.indices.size();
    for (RowDecoder& block : blocks) {
      block.next_row([&](std::int32_t col, std::int64_t count) { row.add(as_size(col), count); });
    }
    row.drain([&](std::int32_t col, std::int64_t sum) { merged.add(col, sum); });
    merged.end_row(before);
  }
  return merged;
}

}  // namespace eigenlex::internal
