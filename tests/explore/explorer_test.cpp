#include "eigenlex/explore/explorer.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/model.hpp"

#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace explorer_test {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::random_embedding;
using Json = nlohmann::json;

const Embedding& words() {
  static const Embedding kWords = random_embedding(300, 8, 1);
  return kWords;
}

const Explorer& explorer() {
  static const Explorer kExplorer("words", Searcher(words()));
  return kExplorer;
}

/// The answer to a target, which must have the status.
Json ask(const std::string& target, int status = 200, const Explorer& asked = explorer()) {
  const ExploreAnswer answer = asked.answer(parse_request_target(target));
  EXPECT_EQ(answer.status, status) << target << ": " << answer.json;
  return Json::parse(answer.json);
}

TEST(Explorer, NeighboursAreThoseOfTheSearcher) {
  const Json answer = ask("/api/neighbours?word=w7&count=5");
  const std::vector<std::string> asked{"w7"};
  const auto expected =
      explorer().searcher(0).nearest_words(asked, {.count = 5}).front().neighbours;
  ASSERT_EQ(answer["neighbours"].size(), 5);
  for (std::size_t i = 0; i < 5; ++i) {
    const Json& each = answer["neighbours"][i];
    EXPECT_EQ(each["id"], expected[i].id);
    EXPECT_EQ(each["word"], words().vocabulary.word(expected[i].id));
    EXPECT_EQ(each["count"], words().vocabulary.count(expected[i].id));
    EXPECT_NEAR(each["similarity"], expected[i].similarity, 1e-6);
  }
  EXPECT_EQ(answer["terms"], Json::parse(R"([{"word": "w7", "id": 7, "count": 2930,
                                             "asked": "w7", "weight": 1.0}])"));
  EXPECT_EQ(answer["unknown"], Json::array());
}

TEST(Explorer, SumsOfWordsAreQuestionsToo) {
  const Json answer = ask("/api/neighbours?word=w1+-+w2+%2B+w3");
  ASSERT_EQ(answer["terms"].size(), 3);
  EXPECT_EQ(answer["terms"][1]["weight"], -1.0);
  const Question question = parse_question("w1 - w2 + w3");
  EXPECT_EQ(answer["neighbours"][0]["id"],
            explorer().searcher(0).nearest({&question, 1}).front().neighbours.front().id);
  EXPECT_EQ(ask("/api/neighbours?word=w1+-", 400)["error"]["parameter"], "word");
  std::string long_sum = "/api/neighbours?word=w1";
  for (int i = 1; i < 20; ++i) long_sum += "+%2B+w1";
  EXPECT_EQ(ask(long_sum)["terms"].size(), 20);
  EXPECT_EQ(ask(long_sum + "+%2B+w1", 400)["error"]["parameter"], "word");
}

TEST(Explorer, UnknownWordsComeWithThoseThatAreClose) {
  const Json answer = ask("/api/neighbours?word=W77x");
  EXPECT_EQ(answer["neighbours"], Json::array());
  EXPECT_EQ(answer["unknown"][0]["word"], "W77x");
  EXPECT_EQ(answer["unknown"][0]["close"][0], "w77");
}

TEST(Explorer, AnalogiesAndSimilaritiesAreThoseOfTheSearcher) {
  const Searcher& searcher = explorer().searcher(0);
  const std::array<std::string, 3> question{"w1", "w2", "w3"};
  for (const auto& [name, objective] :
       {std::pair{"add", AnalogyObjective::kAdd}, std::pair{"mul", AnalogyObjective::kMul}}) {
    const Json answer = ask(std::string("/api/analogy?a=w1&b=w2&c=w3&objective=") + name);
    const auto expected =
        searcher.analogies({&question, 1}, {.objective = objective}).front().neighbours;
    ASSERT_EQ(answer["answers"].size(), expected.size());
    EXPECT_EQ(answer["answers"][0]["id"], expected[0].id);
  }
  EXPECT_NEAR(ask("/api/similarity?a=w1&b=w2")["similarity"], *searcher.similarity("w1", "w2"),
              1e-6);
  EXPECT_EQ(ask("/api/similarity?a=w1&b=nope")["similarity"], nullptr);
  EXPECT_EQ(ask("/api/similarity?a=w1&b=nope")["unknown"][0]["word"], "nope");
}

TEST(Explorer, WordsAreCompletedAndListed) {
  const Json answer = ask("/api/complete?prefix=W29&count=3");
  ASSERT_EQ(answer["words"].size(), 3);
  EXPECT_EQ(answer["words"][0]["word"], "w29");
  EXPECT_EQ(answer["words"][1]["word"], "w290");
  const Json all = ask("/api/words");
  EXPECT_EQ(all["words"].size(), 300);
  EXPECT_EQ(all["words"][299], "w299");
  EXPECT_EQ(all["counts"][0], 3000);
}

TEST(Explorer, WhatDoesNotFitIsRefusedByName) {
  EXPECT_THAT(ask("/api/nothing", 404)["error"]["message"], HasSubstr("/api"));
  EXPECT_EQ(ask("/api/neighbours", 400)["error"]["parameter"], "word");
  EXPECT_EQ(ask("/api/neighbours?word=", 400)["error"]["requirement"], "must be given");
  for (const char* count : {"0", "-1", "1001", "x", "1.5", "99999999999", "+1", "%201"}) {
    EXPECT_EQ(ask(std::string("/api/neighbours?word=w1&count=") + count, 400)["error"]["parameter"],
              "count");
  }
  EXPECT_EQ(ask("/api/neighbours?word=w1&restrict=301", 400)["error"]["parameter"], "restrict");
  EXPECT_EQ(ask("/api/neighbours?word=w1&colour=red", 400)["error"]["parameter"], "colour");
  EXPECT_EQ(ask("/api/neighbours?word=w1&word=w2", 400)["error"]["parameter"], "word");
  EXPECT_EQ(ask("/api/analogy?a=w1&b=w2&c=w3&objective=x", 400)["error"]["parameter"], "objective");
  EXPECT_EQ(ask("/api/neighbours?word=w1&model=1", 400)["error"]["parameter"], "model");
  EXPECT_EQ(ask("/api/neighbours?word=" + std::string(1001, 'w'), 400)["error"]["value"],
            "1001 bytes");
}

TEST(Explorer, RoutesAreListedInOrderAndEachAnswers) {
  std::set<std::string> paths;
  for (const ExploreRoute& route : explore_routes()) {
    const std::string path(route.path);
    EXPECT_TRUE(paths.empty() || *paths.rbegin() < path) << path;
    paths.insert(path);
    EXPECT_NE(explorer().answer({.path = path}).json.find(route.parameters.empty() ? "{" : ""),
              std::string::npos);
  }
  EXPECT_EQ(ask("/api")["routes"].size(), paths.size());
}

TEST(Explorer, TwoModelsAnswerByTheirNumbersAndNoAnswerHasAPath) {
  const testing::TempDir folder;
  const Json description{{"count_options", {{"corpus", {"/secret/corpus.txt"}}, {"window", 5}}}};
  for (const char* name : {"one.model", "two.model"}) {
    write_model(
        {.words = words(), .contexts = {}, .singular_values = {}, .description = description},
        folder / name);
  }
  const std::vector<std::filesystem::path> paths{folder / "one.model", folder / "two.model"};
  const Explorer both(paths);
  EXPECT_EQ(both.models(), 2);
  const Json models = ask("/api/models", 200, both)["models"];
  ASSERT_EQ(models.size(), 2);
  EXPECT_EQ(models[0]["name"], "one.model");
  EXPECT_EQ(models[1]["name"], "two.model");
  EXPECT_EQ(models[0]["words"], 300);
  EXPECT_EQ(models[0]["window"], 5);
  EXPECT_EQ(ask("/api/neighbours?word=w1&model=1", 200, both)["model"], "two.model");
  for (const ExploreRoute& route : explore_routes()) {
    const std::string json = both.answer({.path = std::string(route.path)}).json;
    EXPECT_THAT(json, Not(HasSubstr(folder.path().string())));
    EXPECT_THAT(json, Not(HasSubstr("secret")));
  }
}

TEST(Explorer, MapsAreMadeKeptAndFitTheirSquare) {
  const testing::TempDir folder;
  write_model({.words = words(), .contexts = {}, .singular_values = {}}, folder / "m");
  const std::vector<std::filesystem::path> paths{folder / "m"};
  Explorer first(paths);
  EXPECT_EQ(ask("/api/models", 200, first)["models"][0]["map"], true);
  EXPECT_EQ(ask("/api/map", 202, first)["state"], "making");
  first.make_maps();
  const Json map = ask("/api/map", 200, first);
  for (const char* axis : {"x", "y"}) {
    ASSERT_EQ(map[axis].size(), 300);
    for (const Json& place : map[axis]) {
      EXPECT_GE(place, 0);
      EXPECT_LE(place, 65535);
    }
  }
  const auto reach = [&](const char* axis) {
    const auto [low, high] = std::minmax_element(map[axis].begin(), map[axis].end());
    return high->get<int>() - low->get<int>();
  };
  EXPECT_EQ(std::max(reach("x"), reach("y")), 65535);
  std::vector<int> sizes(map["classes"].size());
  for (const Json& number : map["class_of"]) ++sizes.at(number);
  for (std::size_t i = 0; i < sizes.size(); ++i) EXPECT_EQ(map["classes"][i]["size"], sizes[i]);
  Explorer second(paths);
  second.make_maps();
  EXPECT_EQ(second.answer({.path = "/api/map"}).json, first.answer({.path = "/api/map"}).json);
}

TEST(Explorer, WhatIsNotKeptIsNamed) {
  EXPECT_EQ(ask("/api/map", 404)["error"]["what"], "map");
  EXPECT_EQ(ask("/api/models")["models"][0]["map"], false);
  EXPECT_EQ(ask("/api/why?a=w1&b=w2", 404)["error"]["what"], "counts");
  EXPECT_EQ(ask("/api/contexts?word=w1", 404)["error"]["what"], "counts");
  EXPECT_EQ(ask("/api/kwic?word=w1", 404)["error"]["what"], "text");
}

TEST(Explorer, NoModelAndTooManyAreRefused) {
  const std::vector<std::filesystem::path> three{"a", "b", "c"};
  EXPECT_THROW(Explorer({}, {}), OptionError);
  EXPECT_THROW(Explorer{three}, OptionError);
}

TEST(Explorer, ThreadsGetTheAnswersOfOne) {
  std::vector<std::string> targets;
  for (int i = 0; i < 40; ++i) {
    targets.push_back("/api/neighbours?word=w" + std::to_string(i));
    targets.push_back("/api/complete?prefix=w" + std::to_string(i));
  }
  std::vector<std::string> expected;
  for (const auto& target : targets) {
    expected.push_back(explorer().answer(parse_request_target(target)).json);
  }
  std::vector<std::vector<std::string>> found(4);
  std::vector<std::thread> threads;
  for (auto& mine : found) {
    threads.emplace_back([&targets, &mine] {
      for (const auto& target : targets) {
        mine.push_back(explorer().answer(parse_request_target(target)).json);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& mine : found) EXPECT_EQ(mine, expected);
}

TEST(Explorer, WordsThatAreNotUtf8AreAnsweredAsText) {
  const Explorer odd("odd", Searcher(Embedding{Vocabulary({"a\xff", "b"}, {2, 1}),
                                               random_embedding(2, 3, 1).table}));
  EXPECT_EQ(ask("/api/neighbours?word=b", 200, odd)["neighbours"][0]["word"], "a\xef\xbf\xbd");
}

}  // namespace explorer_test
}  // namespace eigenlex
