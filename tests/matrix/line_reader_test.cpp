#include <cstdint>
#include <string>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/matrix/matrix_file.hpp"

#include "support/compress.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace line_reader_test {

using testing::TempDir;

LabelledMatrix read(const std::string& bytes) {
  const TempDir folder;
  return read_matrix_file(folder.write("matrix", bytes).string());
}

TEST(LineReader, ReadsCompressedFiles) {
  const std::string text = "ann\tx\t2\nbob\ty\t1\n";
  for (const char* filter : {"gzip", "bzip2", "xz", "zstd"}) {
    EXPECT_EQ(read(testing::compress(text, filter)).values.nonzeros(), 2) << filter;
  }
}

TEST(LineReader, RefusesWhatIsNoFile) {
  const TempDir folder;
  EXPECT_THROW(read_matrix_file(folder.path().string()), IoError);
  EXPECT_THROW(read_matrix_file((folder / "missing").string()), IoError);
}

TEST(LineReader, ProgressEndsWithTheFile) {
  const TempDir folder;
  std::string text;
  for (int i = 0; i < 300'000; ++i) text += "a\t" + std::to_string(i) + "\t1\n";
  std::int64_t last = 0;
  read_matrix_file(folder.write("matrix", text).string(),
                   [&](std::int64_t done, std::int64_t total) {
                     EXPECT_GE(done, last);
                     EXPECT_EQ(total, std::ssize(text));
                     last = done;
                   });
  EXPECT_EQ(last, std::ssize(text));
}

TEST(LineReader, LinesMayBeLongerThanABlock) {
  const std::string name(3'000'000, 'x');
  const LabelledMatrix matrix = read(name + "\tc\t1\r\nd\tc\t2");
  EXPECT_EQ(matrix.rows.size(), 2);
  EXPECT_TRUE(matrix.rows.find(name));
  EXPECT_EQ(matrix.values.values[1] + matrix.values.values[0], 3);
}

}  // namespace line_reader_test
}  // namespace eigenlex
