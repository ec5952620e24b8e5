#include "text/reading_json.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace eigenlex::internal {
namespace reading_json_test {

using nlohmann::json;

TEST(DescribedReading, IsWhatTheDescriptionSays) {
  const auto reading = described_reading(
      {{"count_options", {{"tokenizer", "unicode"}, {"lowercase", true}, {"window", 5}}}});
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->kind, TokenizerKind::kUnicode);
  EXPECT_TRUE(reading->lowercase);
}

TEST(DescribedReading, IsThatOfTokenizedTextWhereItIsNotSaidOrSaidBadly) {
  for (const json& options : {json::object(), json{{"tokenizer", 7}, {"lowercase", "yes"}},
                              json{{"tokenizer", "no such"}}, json{{"tokenizer", "auto"}}}) {
    const auto reading = described_reading({{"count_options", options}});
    ASSERT_TRUE(reading);
    EXPECT_EQ(reading->kind, TokenizerKind::kWhitespace);
    EXPECT_FALSE(reading->lowercase);
  }
}

TEST(DescribedReading, IsNoneWhereNothingWasCounted) {
  EXPECT_FALSE(described_reading(json::object()));
  EXPECT_FALSE(described_reading({{"matrix", "ratings.tsv"}}));
  EXPECT_FALSE(described_reading({{"count_options", 7}}));
}

TEST(ReadingOptions, AreThoseOfTokenizing) {
  TokenizerOptions options;
  std::vector<std::string> keys;
  for_reading_options(options, [&](const char* key, auto&) { keys.emplace_back(key); });
  EXPECT_EQ(keys, (std::vector<std::string>{"tokenizer", "lowercase"}));
}

}  // namespace reading_json_test
}  // namespace eigenlex::internal
