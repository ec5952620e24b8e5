#include "eigenlex/counts/counts_file.hpp"

#include <array>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/manifest.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/partition.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

constexpr std::int64_t kFormatVersion = 2;
constexpr std::string_view kManifest = "counts.json";
constexpr std::string_view kVocabulary = "vocab.tsv";
constexpr std::string_view kIndptr = "indptr.npy";
constexpr std::string_view kIndices = "indices.npy";
constexpr std::string_view kValues = "values.npy";
constexpr std::int64_t kCheckRows = 1024;
constexpr std::int64_t kCheckCells = 1 << 18;

/// A second name for a file, which need not be copied then; false where that cannot be.
bool link_file(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  fs::create_hard_link(from, to, failure);
  return !failure;
}

/// Whether the cells lie in complete files of the same format that could be linked.
template <class Value>
bool link_cells(const CsrMatrix<Value>&, const fs::path&) {
  return false;
}

template <class Value>
bool link_cells(const StoredCsr<Value>& cells, const fs::path& folder) {
  if (!link_file(cells.index_file(), folder / kIndices)) return false;
  if (link_file(cells.value_file(), folder / kValues)) return true;
  fs::remove(folder / kIndices);
  return false;
}

/// Makes indices.npy and values.npy of the cells, a piece at a time where those lie in files.
template <class Cells>
void write_cells(const Cells& cells, const fs::path& folder) {
  using Value = typename Cells::value_type;
  if (link_cells(cells, folder)) return;
  constexpr std::int64_t kPieceCells = 1 << 20;
  const std::array<std::int64_t, 1> shape = {cells.nonzeros()};
  NpyWriter<std::int32_t> indices(folder / kIndices, shape);
  NpyWriter<Value> values(folder / kValues, shape);
  const std::vector<std::int64_t> pieces =
      partition_by_weight(cells.indptr, kPieceCells, cells.rows);
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

template <class Cells>
void check_rows(const Cells& matrix, const fs::path& folder) {
  const std::vector<std::int64_t> blocks =
      partition_by_weight(matrix.indptr, kCheckCells, kCheckRows);
  parallel_blocks(std::ssize(blocks) - 1, 1, [&](std::int64_t block, std::int64_t, std::int64_t) {
    const std::int64_t begin = blocks[static_cast<std::size_t>(block)];
    const std::int64_t end = blocks[static_cast<std::size_t>(block) + 1];
    CsrBuffer<typename Cells::value_type> buffer;
    const auto rows = matrix.view(begin, end, buffer);
    for (std::int64_t i = begin; i < end; ++i) {
      if (is_valid_row(rows, matrix.cols, i)) continue;
      throw FormatError::at_path(
          folder.string(),
          fmt::format("row {} has a column out of order or range, or a count of 0; count "
                      "the corpus anew",
                      i));
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

std::vector<std::int64_t> read_indptr(const ManifestReader& manifest) {
  const fs::path path = manifest.checked(kIndptr);
  auto indptr = read_npy_list<std::vector<std::int64_t>>(path, manifest.number("rows") + 1);
  check_indptr(indptr, manifest.number("nonzeros"), path);
  return indptr;
}

template <class Value>
CsrMatrix<Value> read_cells(const ManifestReader& manifest) {
  CsrMatrix<Value> matrix;
  matrix.rows = manifest.number("rows");
  matrix.cols = manifest.number("cols");
  matrix.indptr = read_indptr(manifest);
  matrix.indices =
      read_npy_list<Array<std::int32_t>>(manifest.checked(kIndices), matrix.nonzeros());
  matrix.values = read_npy_list<Array<Value>>(manifest.checked(kValues), matrix.nonzeros());
  return matrix;
}

template <class Value>
StoredCsr<Value> open_cells(const ManifestReader& manifest) {
  return {manifest.number("cols"), read_indptr(manifest), manifest.checked(kIndices),
          manifest.checked(kValues)};
}

void check_shape(std::int64_t rows, std::int64_t cols, std::int64_t words) {
  if (rows != words || (cols != words && cols != 2 * words)) {
    throw OptionError("Counts.matrix", fmt::format("{} x {}", rows, cols),
                      fmt::format("must be {0} x {0} or {0} x {1}", words, 2 * words));
  }
}

}  // namespace

void write_counts(const Counts& counts, const fs::path& path) {
  const CooccurrenceMatrix& matrix = counts.matrix;
  check_shape(matrix.rows(), matrix.cols(), counts.vocabulary.size());
  PendingPath pending(path, PendingPath::Kind::kFolder, kManifest);
  const fs::path& folder = pending.path();
  nlohmann::json content = counts.description;
  content["rows"] = matrix.rows();
  content["cols"] = matrix.cols();
  content["nonzeros"] = matrix.nonzeros();
  content["unit"] = matrix.unit;
  content["wide"] = std::holds_alternative<CooccurrenceMatrix::Wide>(matrix.cells) ||
                    std::holds_alternative<CooccurrenceMatrix::StoredWide>(matrix.cells);
  write_vocabulary(counts.vocabulary, folder / kVocabulary);
  std::visit(
      [&](const auto& cells) {
        write_npy_list<std::int64_t>(folder / kIndptr, cells.indptr);
        write_cells(cells, folder);
      },
      matrix.cells);
  ManifestWriter manifest(folder, kFormatVersion, std::move(content));
  for (const std::string_view name : {kVocabulary, kIndptr, kIndices, kValues}) {
    manifest.add_file(name);
  }
  manifest.write(kManifest);
  pending.commit();
}

namespace {

Counts read_folder(const fs::path& path, const ReadOptions& options, bool into_memory) {
  const ManifestReader manifest(path, kManifest, kFormatVersion, options);
  Counts counts;
  counts.vocabulary = read_vocabulary(manifest.checked(kVocabulary));
  const std::int64_t rows = manifest.number("rows");
  const std::int64_t cols = manifest.number("cols");
  const std::int64_t words = counts.vocabulary.size();
  if (rows != words || (cols != words && cols != 2 * words)) {
    manifest.fail(fmt::format("{} x {} cells do not fit {} words", rows, cols, words));
  }
  counts.matrix.unit = manifest.number("unit");
  if (counts.matrix.unit < 1) manifest.fail("\"unit\" must be at least 1");
  const auto wide = manifest.content().find("wide");
  if (wide == manifest.content().end() || !wide->is_boolean()) {
    manifest.fail("\"wide\" must be true or false");
  }
  auto& cells = counts.matrix.cells;
  if (wide->get<bool>()) {
    if (into_memory) {
      cells = read_cells<std::int64_t>(manifest);
    } else {
      cells = open_cells<std::int64_t>(manifest);
    }
  } else if (into_memory) {
    cells = read_cells<std::uint32_t>(manifest);
  } else {
    cells = open_cells<std::uint32_t>(manifest);
  }
  std::visit([&](const auto& matrix) { check_rows(matrix, path); }, cells);
  counts.description = manifest.content();
  for (const char* key : {"rows", "cols", "nonzeros", "unit", "wide", "format_version", "files"}) {
    counts.description.erase(key);
  }
  return counts;
}

}  // namespace

Counts read_counts(const fs::path& path, const ReadOptions& options) {
  return read_folder(path, options, true);
}

Counts open_counts(const fs::path& path, const ReadOptions& options) {
  return read_folder(path, options, false);
}

}  // namespace eigenlex
