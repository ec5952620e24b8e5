#include "counts/merged_rows.hpp"

#include <algorithm>
#include <utility>

namespace eigenlex::internal {
namespace fs = std::filesystem;
namespace {

constexpr const char* kIndices = "indices.npy";
constexpr const char* kValues = "values.npy";

}  // namespace

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

}  // namespace eigenlex::internal
