#include "eigenlex/embedding/compact.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/embedding/table_file.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

#include "core/artifact.hpp"
#include "embedding/read_table.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr std::string_view kCompactVocabulary = "vocab.tsv";
constexpr std::string_view kCodes = "codes.npy";
constexpr std::string_view kScales = "scales.npy";
constexpr std::string_view kCodebook = "codebook.npy";
constexpr std::string_view kColumns = "columns.npy";
constexpr std::string_view kLengths = "lengths.npy";
constexpr const char* kInt8 = "int8";
constexpr const char* kPq = "pq";
constexpr Eigen::Index kMostCodewords = 256;

constexpr std::array<std::string_view, 6> kCompactKeys = {"encoding",   "words",    "dim",
                                                          "subvectors", "shortest", "longest"};
constexpr internal::ArtifactFormat kCompactFormat{
    .name = "compact model", .manifest = "compact.json", .version = 1, .keys = kCompactKeys};

/// What is wrong with a table of `words` rows, or an empty string.
std::string fault_of(const Int8Table& table, std::int64_t words) {
  if (table.codes.rows() != words || table.scales.size() != words) {
    return fmt::format("codes and scales must have a row for each of the {} words", words);
  }
  if (table.codes.cols() < 1) return "there must be at least one component";
  if ((table.codes.array() == -128).any()) return "codes must be in -127 .. 127";
  if (!table.scales.allFinite() || (table.scales.array() < 0).any()) {
    return "scales must be finite and at least 0";
  }
  return {};
}

bool is_permutation(const std::vector<std::int32_t>& columns) {
  std::vector<bool> seen(columns.size(), false);
  for (const std::int32_t column : columns) {
    if (column < 0 || static_cast<std::size_t>(column) >= columns.size() ||
        seen[static_cast<std::size_t>(column)]) {
      return false;
    }
    seen[static_cast<std::size_t>(column)] = true;
  }
  return true;
}

std::string fault_of(const PqTable& table, std::int64_t words) {
  const Eigen::Index dim = table.codebook.cols();
  if (table.codes.rows() != words || std::ssize(table.lengths) != words) {
    return fmt::format("codes and lengths must have a row for each of the {} words", words);
  }
  if (table.codes.cols() < 1 || table.codes.cols() > dim) {
    return fmt::format("there must be 1 to {} subvectors, not {}", dim, table.codes.cols());
  }
  if (table.codebook.rows() < 1 || table.codebook.rows() > kMostCodewords) {
    return fmt::format("there must be 1 to {} codewords, not {}", kMostCodewords,
                       table.codebook.rows());
  }
  if (table.codes.size() > 0 && table.codes.maxCoeff() >= table.codebook.rows()) {
    return fmt::format("a code is {}, but there are {} codewords", table.codes.maxCoeff(),
                       table.codebook.rows());
  }
  if (!table.codebook.allFinite()) return "codewords must be finite";
  if (std::ssize(table.columns) != dim || !is_permutation(table.columns)) {
    return fmt::format("columns must be the numbers 0 .. {} in some order", dim - 1);
  }
  if (!(table.shortest > 0) || !(table.longest >= table.shortest) ||
      !std::isfinite(table.longest)) {
    return "lengths must be above 0 and finite, the longest no less than the shortest";
  }
  return {};
}

template <class Matrix>
void write_matrix(const Matrix& matrix, const fs::path& path) {
  const std::array<std::int64_t, 2> shape = {matrix.rows(), matrix.cols()};
  write_npy<typename Matrix::Scalar>(path, shape,
                                     {matrix.data(), static_cast<std::size_t>(matrix.size())});
}

void write_parts(const Int8Table& table, internal::ArtifactWriter& folder) {
  write_matrix(table.codes, folder.add(kCodes));
  write_npy_list<float>(folder.add(kScales),
                        {table.scales.data(), static_cast<std::size_t>(table.scales.size())});
}

void write_parts(const PqTable& table, internal::ArtifactWriter& folder) {
  write_matrix(table.codes, folder.add(kCodes));
  write_table(table.codebook, folder.add(kCodebook));
  write_npy_list<std::int32_t>(folder.add(kColumns), table.columns);
  write_npy_list<std::uint8_t>(folder.add(kLengths), table.lengths);
}

json own_entries(const Int8Table& table) {
  return {{"encoding", kInt8}, {"words", table.codes.rows()}, {"dim", table.codes.cols()}};
}

json own_entries(const PqTable& table) {
  return {{"encoding", kPq},
          {"words", table.codes.rows()},
          {"dim", table.codebook.cols()},
          {"subvectors", table.codes.cols()},
          {"shortest", table.shortest},
          {"longest", table.longest}};
}

/// A compact model being read.
class CompactFolder {
 public:
  CompactFolder(const fs::path& path, const ReadOptions& options)
      : manifest_(kCompactFormat, path, options) {}

  CompactModel read() const {
    CompactModel model{.vocabulary = read_vocabulary(manifest_.checked(kCompactVocabulary)),
                       .table = {},
                       .description = manifest_.description()};
    if (model.vocabulary.size() != manifest_.number("words")) {
      manifest_.fail(fmt::format("\"words\" is {}, but {} has {}", manifest_.number("words"),
                                 kCompactVocabulary, model.vocabulary.size()));
    }
    const json encoding = manifest_.entry("encoding");
    if (encoding != kInt8 && encoding != kPq) {
      manifest_.fail(fmt::format("\"encoding\" must be \"{}\" or \"{}\"", kInt8, kPq));
    }
    if (encoding == kInt8) {
      model.table = int8_table();
    } else {
      model.table = pq_table();
    }
    return model;
  }

 private:
  Int8Table int8_table() const {
    Int8Table table{matrix<Int8Table::Codes>(kCodes, "dim"), {}};
    const std::vector<float> scales = vector<float>(kScales, "words");
    table.scales = Eigen::Map<const Eigen::VectorXf>(scales.data(), std::ssize(scales));
    check(table);
    return table;
  }

  PqTable pq_table() const {
    PqTable table{.codes = matrix<PqTable::Codes>(kCodes, "subvectors"),
                  .codebook = internal::read_table(manifest_, kCodebook),
                  .columns = vector<std::int32_t>(kColumns, "dim"),
                  .lengths = vector<std::uint8_t>(kLengths, "words"),
                  .shortest = static_cast<float>(manifest_.real("shortest")),
                  .longest = static_cast<float>(manifest_.real("longest"))};
    check(table);
    return table;
  }

  template <class SomeTable>
  void check(const SomeTable& table) const {
    const std::string fault = fault_of(table, manifest_.number("words"));
    if (!fault.empty()) {
      throw FormatError::at_path(manifest_.path().string(), fmt::format("{}: damaged?", fault));
    }
  }

  /// An array of "words" rows and as many columns as `columns` says.
  template <class Matrix>
  Matrix matrix(std::string_view name, std::string_view columns) const {
    const NpyFile<typename Matrix::Scalar> file(manifest_.checked(name));
    require_shape(name, file.shape(), {manifest_.number("words"), manifest_.number(columns)});
    Matrix values(file.shape()[0], file.shape()[1]);
    file.read(0, {values.data(), static_cast<std::size_t>(values.size())});
    return values;
  }

  template <class T>
  std::vector<T> vector(std::string_view name, std::string_view size) const {
    return read_npy_list<std::vector<T>>(manifest_.checked(name), manifest_.number(size));
  }

  void require_shape(std::string_view name, const std::vector<std::int64_t>& shape,
                     const std::vector<std::int64_t>& expected) const {
    if (shape == expected) return;
    throw FormatError::at_path(
        (manifest_.path() / name).string(),
        fmt::format("is of shape ({}), but {} says ({})", fmt::join(shape, ", "),
                    kCompactFormat.manifest, fmt::join(expected, ", ")));
  }

  internal::ArtifactReader manifest_;
};

}  // namespace

Storage as_storage(std::variant<Int8Table, PqTable> table) {
  return std::visit([](auto& some) { return Storage(std::move(some)); }, table);
}

Embedding decode(CompactModel model) {
  return {std::move(model.vocabulary), decode(as_storage(std::move(model.table)))};
}

void write_compact(const CompactModel& model, const fs::path& path) {
  const std::string fault = std::visit(
      [&](const auto& table) { return fault_of(table, model.vocabulary.size()); }, model.table);
  if (!fault.empty()) throw OptionError("CompactModel.table", "a table", fault);
  internal::ArtifactWriter folder(kCompactFormat, path, model.description);
  write_vocabulary(model.vocabulary, folder.add(kCompactVocabulary));
  std::visit([&](const auto& table) { write_parts(table, folder); }, model.table);
  folder.commit(std::visit([](const auto& table) { return own_entries(table); }, model.table));
}

CompactModel read_compact(const fs::path& path, const ReadOptions& options) {
  return CompactFolder(path, options).read();
}

bool is_compact(const fs::path& path) { return internal::is_artifact(kCompactFormat, path); }

}  // namespace eigenlex
