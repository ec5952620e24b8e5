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
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/manifest.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/table_file.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr std::int64_t kFormatVersion = 1;
constexpr std::string_view kManifest = "compact.json";
constexpr std::string_view kVocabulary = "vocab.tsv";
constexpr std::string_view kCodes = "codes.npy";
constexpr std::string_view kScales = "scales.npy";
constexpr std::string_view kCodebook = "codebook.npy";
constexpr std::string_view kColumns = "columns.npy";
constexpr std::string_view kLengths = "lengths.npy";
constexpr const char* kInt8 = "int8";
constexpr const char* kPq = "pq";
constexpr std::int64_t kBlockRows = 256;
constexpr Eigen::Index kMostCodewords = 256;

/// Keys of compact.json that are not part of the description.
constexpr std::array<const char*, 8> kOwnKeys = {"format_version", "encoding", "words",   "dim",
                                                 "subvectors",     "shortest", "longest", "files"};

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

template <class T>
void write_array(ManifestWriter& manifest, const fs::path& folder, std::string_view name,
                 std::vector<std::int64_t> shape, const T* values) {
  std::int64_t size = 1;
  for (const std::int64_t dimension : shape) size *= dimension;
  write_npy<T>(folder / name, shape, {values, static_cast<std::size_t>(size)});
  manifest.add_file(name);
}

void write_parts(const Int8Table& table, ManifestWriter& manifest, const fs::path& folder) {
  write_array(manifest, folder, kCodes, {table.codes.rows(), table.codes.cols()},
              table.codes.data());
  write_array(manifest, folder, kScales, {table.scales.size()}, table.scales.data());
}

void write_parts(const PqTable& table, ManifestWriter& manifest, const fs::path& folder) {
  write_array(manifest, folder, kCodes, {table.codes.rows(), table.codes.cols()},
              table.codes.data());
  write_table(table.codebook, folder / kCodebook);
  manifest.add_file(kCodebook);
  write_array(manifest, folder, kColumns, {std::ssize(table.columns)}, table.columns.data());
  write_array(manifest, folder, kLengths, {std::ssize(table.lengths)}, table.lengths.data());
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
      : path_(path), manifest_(path, kManifest, kFormatVersion, options) {}

  CompactModel read() const {
    CompactModel model{.vocabulary = read_vocabulary(manifest_.checked(kVocabulary)),
                       .table = {},
                       .description = manifest_.content()};
    if (model.vocabulary.size() != manifest_.number("words")) {
      manifest_.fail(fmt::format("\"words\" is {}, but {} has {}", manifest_.number("words"),
                                 kVocabulary, model.vocabulary.size()));
    }
    const json encoding = manifest_.content().value("encoding", json());
    if (encoding != kInt8 && encoding != kPq) {
      manifest_.fail(fmt::format("\"encoding\" must be \"{}\" or \"{}\"", kInt8, kPq));
    }
    if (encoding == kInt8) {
      model.table = int8_table();
    } else {
      model.table = pq_table();
    }
    for (const char* key : kOwnKeys) model.description.erase(key);
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
                  .codebook = read_table(manifest_.checked(kCodebook)),
                  .columns = vector<std::int32_t>(kColumns, "dim"),
                  .lengths = vector<std::uint8_t>(kLengths, "words"),
                  .shortest = length("shortest"),
                  .longest = length("longest")};
    check(table);
    return table;
  }

  template <class SomeTable>
  void check(const SomeTable& table) const {
    const std::string fault = fault_of(table, manifest_.number("words"));
    if (!fault.empty()) {
      throw FormatError::at_path(path_.string(), fmt::format("{}: damaged?", fault));
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
        (path_ / name).string(),
        fmt::format("is of shape ({}), but {} says ({})", fmt::join(shape, ", "), kManifest,
                    fmt::join(expected, ", ")));
  }

  float length(const char* key) const {
    const json value = manifest_.content().value(key, json());
    if (!value.is_number()) manifest_.fail(fmt::format("\"{}\" must be a number", key));
    return value.get<float>();
  }

  fs::path path_;
  ManifestReader manifest_;
};

}  // namespace

float PqTable::length_of(std::uint8_t byte) const {
  if (byte == 0) return 0;
  return shortest * std::pow(longest / shortest, static_cast<float>(byte - 1) / 254.0f);
}

Table decode(const Int8Table& table) {
  Table vectors(table.codes.rows(), table.codes.cols());
  parallel_blocks(vectors.rows(), kBlockRows,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::int64_t i = begin; i < end; ++i) {
                      vectors.row(i) = table.scales[i] * table.codes.row(i).cast<float>();
                    }
                  });
  return vectors;
}

Table decode(const PqTable& table) {
  const Eigen::Index dim = table.codebook.cols();
  const Eigen::Index groups = table.codes.cols();
  Table vectors(table.codes.rows(), dim);
  parallel_blocks(
      vectors.rows(), kBlockRows, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
          const float length = table.length_of(table.lengths[static_cast<std::size_t>(i)]);
          for (Eigen::Index group = 0; group < groups; ++group) {
            const std::int64_t group_end = group_begin(group + 1, dim, groups);
            for (std::int64_t j = group_begin(group, dim, groups); j < group_end; ++j) {
              vectors(i, table.columns[static_cast<std::size_t>(j)]) =
                  length * table.codebook(table.codes(i, group), j);
            }
          }
        }
      });
  return vectors;
}

Embedding decode(CompactModel model) {
  Table vectors = std::visit([](const auto& table) { return decode(table); }, model.table);
  return {std::move(model.vocabulary), std::move(vectors)};
}

void write_compact(const CompactModel& model, const fs::path& path) {
  const std::string fault = std::visit(
      [&](const auto& table) { return fault_of(table, model.vocabulary.size()); }, model.table);
  if (!fault.empty()) throw OptionError("CompactModel.table", "a table", fault);
  if (!model.description.is_object()) {
    throw OptionError("CompactModel.description", model.description.type_name(),
                      "must be an object");
  }
  for (const char* key : kOwnKeys) {
    if (!model.description.contains(key)) continue;
    throw OptionError("CompactModel.description", key, "is a key that compact.json has itself");
  }
  PendingPath pending(path, PendingPath::Kind::kFolder, kManifest);
  const fs::path& folder = pending.path();
  json content = std::visit([](const auto& table) { return own_entries(table); }, model.table);
  content.update(model.description);
  ManifestWriter manifest(folder, kFormatVersion, std::move(content));
  write_vocabulary(model.vocabulary, folder / kVocabulary);
  manifest.add_file(kVocabulary);
  std::visit([&](const auto& table) { write_parts(table, manifest, folder); }, model.table);
  manifest.write(kManifest);
  pending.commit();
}

CompactModel read_compact(const fs::path& path, const ReadOptions& options) {
  return CompactFolder(path, options).read();
}

bool is_compact(const fs::path& path) {
  std::error_code unknown;
  return fs::is_regular_file(path / kManifest, unknown);
}

}  // namespace eigenlex
