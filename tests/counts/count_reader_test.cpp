#include "eigenlex/counts/count_reader.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/counts/counts_file.hpp"

#include "support/corpora.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace count_reader_test {

using testing::make_corpus;
using testing::TempDir;
using testing::zipf_documents;

std::vector<double> row_of(const CountReader& reader, std::int64_t row) {
  std::vector<double> cells;
  reader.for_cells(row, [&](std::int32_t col, double count) {
    cells.push_back(col);
    cells.push_back(count);
  });
  return cells;
}

TEST(CountReader, ReadsTheSameRowsInMemoryAndInFilesInAnyOrder) {
  const Corpus corpus = make_corpus(zipf_documents(900, 90, 700, 3));
  const Counts counts{.vocabulary = corpus.vocabulary,
                      .matrix = count_cooccurrences(corpus, {.window = 10})};
  ASSERT_GT(counts.matrix.nonzeros(), 1 << 16);  // more than is read ahead
  const TempDir folder;
  write_counts(counts, folder / "counts");
  const Counts stored = open_counts(folder / "counts");
  ASSERT_TRUE(stored.matrix.is_stored());
  CountReader in_memory, in_files;
  const std::int64_t rows = counts.matrix.rows();
  const auto compare = [&](std::int64_t row) {
    in_memory.seek(counts.matrix, row);
    in_files.seek(stored.matrix, row);
    EXPECT_EQ(row_of(in_files, row), row_of(in_memory, row)) << row;
  };
  for (std::int64_t row = 0; row < rows; ++row) compare(row);
  for (std::int64_t row = rows - 1; row >= 0; row -= 3) compare(row);
}

TEST(CountReader, LogarithmsAreFunctionsOfTheCountsAlone) {
  CooccurrenceMatrix::Wide cells;
  cells.rows = 1;
  cells.cols = 200;
  for (std::int32_t j = 0; j < 200; ++j) {
    cells.indices.push_back(j);
    cells.values.push_back(std::int64_t{1} << (j % 40));
  }
  cells.indptr = {0, 200};
  const CooccurrenceMatrix counts{.cells = cells, .unit = 1};
  CountReader reader;
  reader.seek(counts, 0);
  Eigen::ArrayXf all, some;
  reader.logs(0, 0, 200, all);
  reader.logs(0, 83, 200, some);
  for (Eigen::Index k = 0; k < 117; ++k) {
    EXPECT_EQ(some[k], all[83 + k]);
    EXPECT_EQ(some[k], all[(83 + k) % 40]);
    EXPECT_NEAR(some[k], static_cast<double>((83 + k) % 40) * std::log(2.0), 2e-6);
  }
}

}  // namespace count_reader_test
}  // namespace eigenlex
