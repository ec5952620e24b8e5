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

template <class T>
void write_vector(const fs::path& path, const std::vector<T>& values) {
  const std::array<std::int64_t, 1> shape = {static_cast<std::int64_t>(values.size())};
  write_npy<T>(path, shape, values);
}

template <class T>
std::vector<T> read_vector(const fs::path& path, std::int64_t size) {
  NpyArray<T> array = read_npy<T>(path);
  if (array.shape.size() != 1 || array.shape[0] != size) {
    throw FormatError(
        fmt::format("{}: must hold {} numbers in one dimension", path.string(), size));
  }
  return std::move(array.values);
}

/// Whether row `i` of the matrix keeps the invariants of CsrMatrix, values > 0 included.
template <class Value>
bool is_valid_row(const CsrMatrix<Value>& matrix, std::int64_t i) {
  std::int64_t previous = -1;
  for (const std::int32_t j : matrix.row_indices(i)) {
    if (j <= previous || j >= matrix.cols) return false;
    previous = j;
  }
  for (const Value value : matrix.row_values(i)) {
    if (value <= 0) return false;
  }
  return true;
}

template <class Value>
void check_rows(const CsrMatrix<Value>& matrix, const fs::path& folder) {
  parallel_blocks(matrix.rows, kCheckRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      if (is_valid_row(matrix, i)) continue;
      throw FormatError(
          fmt::format("{}: row {} has a column out of order or range, or a count of 0; count "
                      "the corpus anew",
                      folder.string(), i));
    }
  });
}

void check_indptr(const std::vector<std::int64_t>& indptr, std::int64_t nonzeros,
                  const fs::path& path) {
  bool rises = indptr.front() == 0 && indptr.back() == nonzeros;
  for (std::size_t i = 1; rises && i < indptr.size(); ++i) rises = indptr[i] >= indptr[i - 1];
  if (!rises) {
    throw FormatError(fmt::format("{}: must rise from 0 to {}", path.string(), nonzeros));
  }
}

template <class Value>
CsrMatrix<Value> read_cells(const ManifestReader& manifest, const fs::path& folder) {
  CsrMatrix<Value> matrix;
  matrix.rows = manifest.number("rows");
  matrix.cols = manifest.number("cols");
  const std::int64_t nonzeros = manifest.number("nonzeros");
  const fs::path indptr = manifest.checked(kIndptr);
  matrix.indptr = read_vector<std::int64_t>(indptr, matrix.rows + 1);
  check_indptr(matrix.indptr, nonzeros, indptr);
  matrix.indices = read_vector<std::int32_t>(manifest.checked(kIndices), nonzeros);
  matrix.values = read_vector<Value>(manifest.checked(kValues), nonzeros);
  check_rows(matrix, folder);
  return matrix;
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
  content["wide"] = std::holds_alternative<CooccurrenceMatrix::Wide>(matrix.cells);
  write_vocabulary(counts.vocabulary, folder / kVocabulary);
  std::visit(
      [&](const auto& cells) {
        write_vector(folder / kIndptr, cells.indptr);
        write_vector(folder / kIndices, cells.indices);
        write_vector(folder / kValues, cells.values);
      },
      matrix.cells);
  ManifestWriter manifest(folder, kFormatVersion, std::move(content));
  for (const std::string_view name : {kVocabulary, kIndptr, kIndices, kValues}) {
    manifest.add_file(name);
  }
  manifest.write(kManifest);
  pending.commit();
}

Counts read_counts(const fs::path& path, bool verify_checksums) {
  const ManifestReader manifest(path, kManifest, kFormatVersion, verify_checksums);
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
  if (wide->get<bool>()) {
    counts.matrix.cells = read_cells<std::int64_t>(manifest, path);
  } else {
    counts.matrix.cells = read_cells<std::uint32_t>(manifest, path);
  }
  counts.description = manifest.content();
  for (const char* key : {"rows", "cols", "nonzeros", "unit", "wide", "format_version", "files"}) {
    counts.description.erase(key);
  }
  return counts;
}

}  // namespace eigenlex
