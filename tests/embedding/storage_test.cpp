#include "eigenlex/embedding/storage.hpp"

#include <gtest/gtest.h>

#include "eigenlex/core/parallel.hpp"

#include "support/compact_tables.hpp"
#include "support/random_embedding.hpp"

namespace eigenlex {
namespace storage_test {

TEST(Storage, StandsForItsFormula) {
  const Int8Table bytes = testing::random_int8(50, 7, 1);
  const Table decoded = decode(bytes);
  EXPECT_EQ(decoded(49, 6), bytes.scales[49] * static_cast<float>(bytes.codes(49, 6)));
  const PqTable pq = testing::random_pq(50, 7, 3, 2);
  // Of 7 components in 3 groups the last has columns 4, 5 and 6, which are components 2, 1 and 0.
  EXPECT_EQ(decode(pq)(49, 2), pq.length_of(pq.lengths[49]) * pq.codebook(pq.codes(49, 2), 4));
}

TEST(Storage, RowsAreThoseOfTheDecodedTableForAnyNumberOfThreads) {
  for (const Storage& storage :
       {Storage(testing::random_table(600, 9, 3)), Storage(testing::random_int8(600, 9, 4)),
        Storage(testing::random_pq(600, 9, 4, 5))}) {
    const ThreadCount one(1);
    const Table decoded = decode(storage);
    ASSERT_EQ(decoded.rows(), rows_of(storage));
    ASSERT_EQ(decoded.cols(), dimensions_of(storage));
    Eigen::RowVectorXf row(9);
    for (Eigen::Index id = 0; id < 600; ++id) {
      decode_row(storage, id, row);
      EXPECT_EQ(row, decoded.row(id));
    }
    for (const int threads : {2, 3}) {
      const ThreadCount scope(threads);
      EXPECT_EQ(decode(storage), decoded);
    }
  }
}

TEST(Storage, SaysWhatItsArraysTake) {
  EXPECT_EQ(bytes_of(Table(10, 8)), 320);
  EXPECT_EQ(bytes_of(testing::random_int8(10, 8, 1)), 80 + 40);
  EXPECT_EQ(bytes_of(testing::random_pq(10, 8, 2, 1)), 20 + 10 + 4 * 40 * 8 + 4 * 8);
}

}  // namespace storage_test
}  // namespace eigenlex
