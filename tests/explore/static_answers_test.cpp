#include "eigenlex/explore/static_answers.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace static_answers_test {

using Json = nlohmann::json;
using testing::read_bytes;

Explorer explorer_of(Eigen::Index words) {
  return {"words", Searcher(testing::random_embedding(words, 8, 1))};
}

TEST(StaticAnswers, AreThoseOfTheExplorer) {
  const testing::TempDir folder;
  const Explorer explorer = explorer_of(600);
  write_static_answers(explorer, {.words = 300, .neighbours = 5}, folder.path());
  EXPECT_EQ(read_bytes(folder / "words-0.json"), explorer.answer({.path = "/api/words"}).json);
  const Json models = Json::parse(read_bytes(folder / "models.json"));
  EXPECT_EQ(models["models"][0]["listed"], 300);
  EXPECT_EQ(models["models"][0]["name"], "words");
  const Json second = Json::parse(read_bytes(folder / "neighbours-0-1.json"));
  ASSERT_EQ(second["rows"].size(), 300 - kStaticShard);
  const Json answer =
      Json::parse(explorer.answer(parse_request_target("/api/neighbours?word=w260&count=5")).json);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(second["rows"][4]["ids"][i], answer["neighbours"][i]["id"]);
    EXPECT_EQ(second["rows"][4]["similarities"][i], answer["neighbours"][i]["similarity"]);
  }
}

TEST(StaticAnswers, ZeroIsAllWordsAndMoreThanThereAreToo) {
  for (const std::int32_t words : {0, 1000}) {
    const testing::TempDir folder;
    write_static_answers(explorer_of(20), {.words = words}, folder.path());
    EXPECT_EQ(Json::parse(read_bytes(folder / "neighbours-0-0.json"))["rows"].size(), 20);
  }
}

TEST(StaticAnswers, HaveTheSameBytesForAnyNumberOfThreads) {
  std::string first;
  for (const int threads : {1, 2, 3}) {
    const ThreadCount count(threads);
    const testing::TempDir folder;
    write_static_answers(explorer_of(300), {}, folder.path());
    const std::string bytes = read_bytes(folder / "neighbours-0-0.json");
    if (threads == 1) first = bytes;
    EXPECT_EQ(bytes, first);
  }
}

TEST(StaticAnswers, OptionsOutOfRangeAreRefused) {
  EXPECT_THROW(StaticAnswersOptions{.words = -1}.validate(), OptionError);
  EXPECT_THROW(StaticAnswersOptions{.neighbours = 0}.validate(), OptionError);
  EXPECT_THROW(StaticAnswersOptions{.neighbours = 1001}.validate(), OptionError);
}

}  // namespace static_answers_test
}  // namespace eigenlex
