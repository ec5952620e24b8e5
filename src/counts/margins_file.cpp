#include "eigenlex/counts/margins_file.hpp"

#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "eigenlex/core/npy.hpp"
#include "eigenlex/counts/context_blocks.hpp"

#include "core/artifact.hpp"
#include "counts/margin_scales.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kExpected = "expected";
constexpr std::string_view kPlain = "plain";
constexpr std::array<std::string_view, 5> kMarginKeys = {"rows", "cols", "nonzeros", "unit",
                                                         "subsample"};
constexpr internal::ArtifactFormat kMarginFormat{
    .name = "margins", .manifest = "margins.json", .keys = kMarginKeys};

std::string rows_file(std::string_view name) { return fmt::format("{}_rows.npy", name); }
std::string columns_file(std::string_view name) { return fmt::format("{}_columns.npy", name); }

void write_sums(const Margins& margins, std::string_view name, internal::ArtifactWriter& folder) {
  write_npy_list<double>(folder.add(rows_file(name)), margins.row_sums);
  write_npy_list<double>(folder.add(columns_file(name)), margins.col_sums);
}

std::vector<double> read_sums(const internal::ArtifactReader& folder, const std::string& file,
                              std::int64_t size) {
  auto sums = read_npy_list<std::vector<double>>(folder.checked(file), size);
  for (const double sum : sums) {
    if (!(std::isfinite(sum) && sum >= 0)) folder.fail(file + " has a sum below 0");
  }
  return sums;
}

Margins read_margins_of(const internal::ArtifactReader& folder, const Counts& counts,
                        double subsample, std::string_view name) {
  const ContextBlocks blocks(counts.matrix.rows(), counts.matrix.cols());
  Margins margins =
      internal::margin_scales(blocks, counts.matrix.unit, counts.vocabulary.counts(), subsample);
  margins.row_sums = read_sums(folder, rows_file(name), blocks.words() * blocks.margins());
  margins.col_sums = read_sums(folder, columns_file(name), blocks.columns());
  return margins;
}

}  // namespace

KnownMargins known_margins(const Counts& counts, double subsample) {
  const std::vector<std::int64_t>& words = counts.vocabulary.counts();
  return {.subsample = subsample,
          .expected = expected_margins(counts.matrix, words, subsample),
          .plain = expected_margins(counts.matrix, words, 0)};
}

void write_margins(const KnownMargins& margins, const Counts& counts, const fs::path& path) {
  internal::ArtifactWriter folder(kMarginFormat, path);
  write_sums(margins.expected, kExpected, folder);
  write_sums(margins.plain, kPlain, folder);
  folder.commit({{"rows", counts.matrix.rows()},
                 {"cols", counts.matrix.cols()},
                 {"nonzeros", counts.matrix.nonzeros()},
                 {"unit", counts.matrix.unit},
                 {"subsample", margins.subsample}});
}

KnownMargins read_margins(const fs::path& path, const Counts& counts, const ReadOptions& options) {
  const internal::ArtifactReader folder(kMarginFormat, path, options);
  if (folder.number("rows") != counts.matrix.rows() ||
      folder.number("cols") != counts.matrix.cols() ||
      folder.number("nonzeros") != counts.matrix.nonzeros() ||
      folder.number("unit") != counts.matrix.unit) {
    folder.fail("are the margins of other counts");
  }
  const double subsample = folder.real("subsample");
  if (subsample < 0) folder.fail("\"subsample\" must be at least 0");
  return {.subsample = subsample,
          .expected = read_margins_of(folder, counts, subsample, kExpected),
          .plain = read_margins_of(folder, counts, 0, kPlain)};
}

}  // namespace eigenlex
