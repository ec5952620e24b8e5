#include "eigenlex/counts/counts_file.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/counts/context_blocks.hpp"
#include "eigenlex/counts/count_rows.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

#include "core/artifact.hpp"
#include "core/partition.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kVocabulary = "vocab.tsv";
constexpr std::string_view kIndptr = "indptr.npy";
constexpr std::string_view kIndices = "indices.npy";
constexpr std::string_view kValues = "values.npy";
constexpr std::array<std::string_view, 5> kKeys = {"rows", "cols", "nonzeros", "unit", "wide"};
constexpr internal::ArtifactFormat kFormat{
    .name = "counts", .manifest = "counts.json", .version = 2, .keys = kKeys};
constexpr std::int64_t kCheckRows = 1024;
constexpr std::int64_t kCheckCells = 1 << 18;

/// The files that the cells go to.
struct CellPaths {
  fs::path indices;
  fs::path values;
};

/// A second name for a temporary file, which need not be copied then but has to last from now on;
/// false where that cannot be.
bool link_file(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  fs::create_hard_link(from, to, failure);
  if (failure) return false;
  sync_file(to);
  return true;
}

/// Whether the cells lie in complete files of the same format that could be linked.
template <class Value>
bool link_cells(const CsrMatrix<Value>&, const CellPaths&) {
  return false;
}

template <class Value>
bool link_cells(const StoredCsr<Value>& cells, const CellPaths& to) {
  if (!link_file(cells.index_file(), to.indices)) return false;
  if (link_file(cells.value_file(), to.values)) return true;
  fs::remove(to.indices);
  return false;
}

/// Makes indices.npy and values.npy of the cells, a piece at a time where those lie in files.
template <class Cells>
void write_cells(const Cells& cells, const CellPaths& to) {
  using Value = typename Cells::value_type;
  if (link_cells(cells, to)) return;
  constexpr std::int64_t kPieceCells = 1 << 20;
  const std::array<std::int64_t, 1> shape = {cells.nonzeros()};
  NpyWriter<std::int32_t> indices(to.indices, shape);
  NpyWriter<Value> values(to.values, shape);
  const std::vector<std::int64_t> pieces =
      internal::partition_by_weight(cells.indptr, kPieceCells, cells.rows);
  CsrBuffer<Value> buffer;
  for (std::size_t p = 0; p + 1 < pieces.size(); ++p) {
    const auto view = cells.view(pieces[p], pieces[p + 1], buffer);
    const auto size = static_cast<std::size_t>(view.nonzeros());
    indices.append({view.indices, size});
    values.append({view.values, size});
  }
  indices.close();
  values.close();
}

/// Whether row `i` of a matrix keeps the invariants of CsrMatrix, values > 0 included.
template <class Value>
bool is_valid_row(const CsrRowsView<Value>& rows, std::int64_t cols, std::int64_t i) {
  std::int64_t previous = -1;
  for (const std::int32_t j : rows.row_indices(i)) {
    if (j <= previous || j >= cols) return false;
    previous = j;
  }
  for (const Value value : rows.row_values(i)) {
    if (value <= 0) return false;
  }
  return true;
}

std::string broken_row(std::int64_t row) {
  return fmt::format(
      "row {} has a column out of order or range, or a count of 0; count the corpus anew", row);
}

template <class Cells>
void check_rows(const Cells& matrix, const fs::path& folder) {
  const std::vector<std::int64_t> blocks =
      internal::partition_by_weight(matrix.indptr, kCheckCells, kCheckRows);
  parallel_blocks(std::ssize(blocks) - 1, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
    const std::int64_t begin = blocks[static_cast<std::size_t>(block)];
    const std::int64_t end = blocks[static_cast<std::size_t>(block) + 1];
    CsrBuffer<typename Cells::value_type> buffer;
    const auto rows = matrix.view(begin, end, buffer);
    for (std::int64_t i = begin; i < end; ++i) {
      if (is_valid_row(rows, matrix.cols, i)) continue;
      throw FormatError::at_path(folder.string(), broken_row(i));
    }
  });
}

void check_indptr(const std::vector<std::int64_t>& indptr, std::int64_t nonzeros,
                  const fs::path& path) {
  bool rises = indptr.front() == 0 && indptr.back() == nonzeros;
  for (std::size_t i = 1; rises && i < indptr.size(); ++i) rises = indptr[i] >= indptr[i - 1];
  if (!rises) {
    throw FormatError::at_path(path.string(), fmt::format("must rise from 0 to {}", nonzeros));
  }
}

std::vector<std::int64_t> read_indptr(const internal::ArtifactReader& folder) {
  const fs::path path = folder.checked(kIndptr);
  auto indptr = read_npy_list<std::vector<std::int64_t>>(path, folder.number("rows") + 1);
  check_indptr(indptr, folder.number("nonzeros"), path);
  return indptr;
}

template <class Value>
CsrMatrix<Value> read_cells(const internal::ArtifactReader& folder) {
  CsrMatrix<Value> matrix;
  matrix.rows = folder.number("rows");
  matrix.cols = folder.number("cols");
  matrix.indptr = read_indptr(folder);
  matrix.indices = read_npy_list<Array<std::int32_t>>(folder.checked(kIndices), matrix.nonzeros());
  matrix.values = read_npy_list<Array<Value>>(folder.checked(kValues), matrix.nonzeros());
  return matrix;
}

template <class Value>
StoredCsr<Value> open_cells(const internal::ArtifactReader& folder,
                            const internal::ArtifactReader& cells) {
  return {folder.number("cols"), read_indptr(folder), cells.checked(kIndices),
          cells.checked(kValues)};
}

void check_shape(std::int64_t rows, std::int64_t cols, std::int64_t words) {
  if (rows == words && ContextBlocks::fit(rows, cols)) return;
  throw OptionError("Counts.matrix", fmt::format("{} x {}", rows, cols),
                    fmt::format("must be {0} x {0}, {1} or {2}", words, 2 * words, 3 * words));
}

}  // namespace

void write_counts(const Counts& counts, const fs::path& path) {
  const CooccurrenceMatrix& matrix = counts.matrix;
  check_shape(matrix.rows(), matrix.cols(), counts.vocabulary.size());
  internal::ArtifactWriter folder(kFormat, path, counts.description);
  write_vocabulary(counts.vocabulary, folder.add(kVocabulary));
  matrix.visit([&](const auto& cells) {
    write_npy_list<std::int64_t>(folder.add(kIndptr), cells.indptr);
    write_cells(cells, {.indices = folder.add(kIndices), .values = folder.add(kValues)});
  });
  folder.commit({{"rows", matrix.rows()},
                 {"cols", matrix.cols()},
                 {"nonzeros", matrix.nonzeros()},
                 {"unit", matrix.unit},
                 {"wide", matrix.is_wide()}});
}

namespace {

/// What is read of the cells of a folder.
enum class CellUse { kInMemory, kStored, kSomeRows };

template <class Value>
CooccurrenceMatrix::Cells cells_of(const internal::ArtifactReader& folder, CellUse use) {
  if (use == CellUse::kInMemory) return read_cells<Value>(folder);
  ReadOptions options = folder.options();
  options.verify_checksums = options.verify_checksums && use == CellUse::kStored;
  return open_cells<Value>(folder, internal::ArtifactReader(kFormat, folder.path(), options));
}

Counts read_folder(const fs::path& path, const ReadOptions& options, CellUse use) {
  const internal::ArtifactReader folder(kFormat, path, options);
  Counts counts;
  counts.vocabulary = read_vocabulary(folder.checked(kVocabulary));
  const std::int64_t rows = folder.number("rows");
  const std::int64_t cols = folder.number("cols");
  const std::int64_t words = counts.vocabulary.size();
  if (rows != words || !ContextBlocks::fit(rows, cols)) {
    folder.fail(fmt::format("{} x {} cells do not fit {} words", rows, cols, words));
  }
  counts.matrix.unit = folder.number("unit");
  if (counts.matrix.unit < 1) folder.fail("\"unit\" must be at least 1");
  counts.matrix.cells = folder.boolean("wide") ? cells_of<std::int64_t>(folder, use)
                                               : cells_of<std::uint32_t>(folder, use);
  if (use != CellUse::kSomeRows) {
    counts.matrix.visit([&](const auto& matrix) { check_rows(matrix, path); });
  }
  counts.description = folder.description();
  return counts;
}

}  // namespace

Counts read_counts(const fs::path& path, const ReadOptions& options) {
  return read_folder(path, options, CellUse::kInMemory);
}

Counts open_counts(const fs::path& path, const ReadOptions& options) {
  return read_folder(path, options, CellUse::kStored);
}

Counts open_count_rows(const fs::path& path, const ReadOptions& options) {
  return read_folder(path, options, CellUse::kSomeRows);
}

void verify_cells(const fs::path& path, int rank, int size) {
  const internal::ArtifactReader folder(kFormat, path, {});
  const std::array files{kIndices, kValues};
  for (std::size_t k = static_cast<std::size_t>(rank); k < files.size();
       k += static_cast<std::size_t>(size)) {
    folder.checked(files[k]);
  }
}

void check_count_row(const CountReader& reader, std::int64_t row, std::int64_t cols) {
  std::int64_t previous = -1;
  bool is_valid = true;
  reader.for_cells(row, [&](std::int32_t col, double count) {
    is_valid = is_valid && col > previous && col < cols && count > 0;
    previous = col;
  });
  if (!is_valid) throw FormatError(broken_row(row));
}

nlohmann::ordered_json to_json(const Counts& counts) {
  return {{"words", counts.vocabulary.size()},
          {"rows", counts.matrix.rows()},
          {"cols", counts.matrix.cols()},
          {"nonzeros", counts.matrix.nonzeros()},
          {"description", counts.description}};
}

}  // namespace eigenlex
