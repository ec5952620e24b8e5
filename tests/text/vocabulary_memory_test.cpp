#include "text/vocabulary_memory.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "eigenlex/text/word_table.hpp"

namespace eigenlex::internal {
namespace vocabulary_memory_test {

// The numbers at which the table doubles, and one at which it is fullest.
TEST(VocabularyMemory, IsAtLeastWhatAVocabularyTakesAndNotTwiceTheMost) {
  double most = 0;
  for (const std::int64_t words : {1'000, 65'535, 65'536, 131'071, 131'072, 200'000}) {
    WordTable table;
    for (std::int64_t i = 0; i < words; ++i) table.intern(fmt::format("{:016}", i));
    const std::int64_t taken = table.memory() + 8 * words;
    EXPECT_LE(taken, vocabulary_memory(words)) << words;
    most = std::max(most, static_cast<double>(taken) / static_cast<double>(words));
  }
  EXPECT_GT(2 * most, static_cast<double>(vocabulary_memory(1)));
}

}  // namespace vocabulary_memory_test
}  // namespace eigenlex::internal
