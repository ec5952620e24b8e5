// Writes the PPMI matrix of counts as NumPy files in the layout of SciPy's `csr_matrix`, so that
// other programs factorize the very same matrix.

#include <array>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <span>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "eigenlex/core/npy.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/counts/ppmi.hpp"

namespace {

template <class T>
void write_array(const std::filesystem::path& path, std::span<const T> values) {
  eigenlex::write_npy(path, std::array{static_cast<std::int64_t>(values.size())}, values);
}

void write_matrix(const std::string& counts_path, const std::filesystem::path& folder) {
  using namespace eigenlex;
  const Counts counts = read_counts(counts_path);
  const PpmiOptions options;
  const CsrMatrix<float> matrix =
      ppmi(counts.matrix,
           expected_margins(counts.matrix, counts.vocabulary.counts(), options.subsample), options);
  std::filesystem::create_directories(folder);
  write_array<std::int64_t>(folder / "shape.npy", std::array{matrix.rows, matrix.cols});
  write_array<std::int64_t>(folder / "indptr.npy", matrix.indptr);
  write_array<std::int32_t>(folder / "indices.npy", matrix.indices);
  write_array<float>(folder / "values.npy", matrix.values);
}

}  // namespace

int main(int argc, char** argv) {
  std::string counts;
  std::string output;
  CLI::App app("The PPMI matrix of counts as NumPy files, weighted by the default options",
               "eigenlex_matrix");
  app.add_option("COUNTS", counts, "Folder that `eigenlex count` wrote")->required();
  app.add_option("-o,--output", output, "Folder to write to")->required();
  CLI11_PARSE(app, argc, argv);
  try {
    write_matrix(counts, output);
  } catch (const std::exception& error) {
    fmt::print(stderr, "eigenlex_matrix: {}\n", error.what());
    return 1;
  }
  return 0;
}
