#include "eigenlex/query/searcher.hpp"

#include <filesystem>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/compact.hpp"
#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/embedding/formats.hpp"
#include "eigenlex/embedding/matrix_model.hpp"
#include "eigenlex/embedding/model.hpp"

#include "embedding/fasttext_file.hpp"
#include "support/compact_tables.hpp"
#include "support/fasttext_sample.hpp"
#include "support/random_embedding.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace searcher_test {

using ::testing::HasSubstr;
using testing::random_embedding;

const Embedding& words() {
  static const Embedding kWords = random_embedding(300, 8, 1);
  return kWords;
}

Model model_of(Embedding embedding) {
  return {.words = std::move(embedding),
          .contexts = {},
          .singular_values = {},
          .description = {{"count_options", {{"lowercase", true}}}}};
}

std::vector<Neighbour> expected_for(std::int32_t id, const NeighbourOptions& options = {}) {
  return nearest_words(UnitTable(words().table), words().vocabulary, {&id, 1}, options).front();
}

template <class Call>
std::string message_of(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Searcher, OpensModelsFilesAndEmbeddingsInMemory) {
  const testing::TempDir folder;
  write_model(model_of(words()), folder / "m");
  write_vectors(words(), VectorFormat::kWord2vecBinary, folder / "v.bin");
  const std::vector<std::string> asked{"w7"};
  for (const Searcher& searcher :
       {Searcher(folder / "m"), Searcher(folder / "v.bin"), Searcher(words()),
        Searcher(folder / "m", {.many_questions = true})}) {
    EXPECT_EQ(searcher.nearest_words(asked).front().neighbours, expected_for(7));
    EXPECT_EQ(searcher.graph(), nullptr);
  }
  EXPECT_THROW(Searcher(folder / "nothing"), IoError);
}

TEST(Searcher, SearchesACompactTableAsItLies) {
  const testing::TempDir folder;
  const Int8Table bytes = testing::random_int8(300, 8, 2);
  write_compact({.vocabulary = words().vocabulary, .table = bytes}, folder / "c");
  const Searcher searcher(folder / "c");
  EXPECT_TRUE(std::holds_alternative<Int8Table>(searcher.units().storage()));
  const std::vector<std::string> asked{"w7", "w200"};
  const auto found = searcher.nearest_words(asked);
  const auto expected = Searcher(Embedding{words().vocabulary, decode(bytes)}).nearest_words(asked);
  EXPECT_EQ(found[0].neighbours, expected[0].neighbours);
  EXPECT_EQ(found[1].neighbours, expected[1].neighbours);
}

TEST(Searcher, NamesUnknownWordsAndAnswersTheOthers) {
  const Searcher searcher(words());
  const std::vector<Question> questions{
      {{"w7", 1}}, {{"w8", 1}, {"queen", -1}, {"king", 1}}, {{"w9", 1}}};
  const auto answers = searcher.nearest(questions);
  EXPECT_EQ(answers[0].neighbours, expected_for(7));
  EXPECT_EQ(answers[1].unknown, (std::vector<std::string>{"queen", "king"}));
  EXPECT_TRUE(answers[1].neighbours.empty());
  EXPECT_EQ(answers[2].neighbours, expected_for(9));
}

TEST(Searcher, SaysWhichTextsAreNoQuestionsAndAnswersTheOthers) {
  const Searcher searcher(words());
  const std::vector<std::string> texts{"w7", "w7 -", "w8 + queen"};
  const auto answers = searcher.nearest_texts(texts);
  EXPECT_EQ(answers[0].neighbours, expected_for(7));
  EXPECT_THAT(answers[1].fault, HasSubstr("expected words with a + or - between them"));
  EXPECT_EQ(answers[2].unknown, std::vector<std::string>{"queen"});
  EXPECT_EQ(answers[2].fault, "");
}

TEST(Searcher, TellsWhichWordsItKnows) {
  const Searcher searcher(words());
  const std::vector<std::string> asked{"w3", "queen", "w1"};
  EXPECT_EQ(searcher.find_all(asked), (std::vector<std::int32_t>{3, 1}));
  EXPECT_EQ(searcher.unknown_of(asked), std::vector<std::string>{"queen"});
}

TEST(Searcher, AddsAndTakesAwayAsAnalogiesDo) {
  const Searcher searcher(words());
  const std::vector<Question> sums{{{"w2", 1}, {"w1", -1}, {"w3", 1}}};
  const auto sum = searcher.nearest(sums).front().neighbours;
  const std::vector<std::array<std::string, 3>> triples{{"w1", "w2", "w3"}, {"w1", "?", "w3"}};
  const auto analogies = searcher.analogies(triples);
  ASSERT_EQ(sum.size(), analogies[0].neighbours.size());
  for (std::size_t i = 0; i < sum.size(); ++i) {
    EXPECT_EQ(sum[i].id, analogies[0].neighbours[i].id);
    EXPECT_NEAR(sum[i].similarity, analogies[0].neighbours[i].similarity, 1e-6);
  }
  EXPECT_EQ(analogies[1].unknown, std::vector<std::string>{"?"});
}

TEST(Searcher, WeighsTerms) {
  const Searcher searcher(words());
  // Ten times a word and another is nearly the first; twice a word is that word.
  const std::vector<Question> questions{{{"w7", 2}}, {{"w7", 1e6}, {"w9", 1}}};
  const auto answers = searcher.nearest(questions, {.count = 3});
  const auto expected = expected_for(7, {.count = 3});
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(answers[0].neighbours[i].id, expected[i].id);
    EXPECT_EQ(answers[1].neighbours[i].id, expected[i].id);
  }
  EXPECT_THROW(searcher.nearest(std::vector<Question>{{}}), OptionError);
}

TEST(Searcher, ReadsAWordOfTheVocabularyWhateverSignsAreInIt) {
  const Searcher searcher(embedding_of_words({"a - b", "a", "b"}, testing::random_table(3, 2, 1)));
  EXPECT_EQ(searcher.question("a - b"), (Question{{"a - b", 1}}));
  EXPECT_EQ(searcher.question("b - a"), (Question{{"b", 1}, {"a", -1}}));
}

TEST(Searcher, FindsWordsInTheCaseOfTheModel) {
  const testing::TempDir folder;
  write_model(model_of(words()), folder / "m");
  const Searcher searcher(folder / "m");
  EXPECT_EQ(searcher.find("W7"), 7);
  EXPECT_EQ(searcher.similarity("W7", "w8"), searcher.units().cosine(7, 8));
  EXPECT_EQ(searcher.similarity("w7", "queen"), std::nullopt);
  EXPECT_NEAR(*searcher.similarity("w7", "w7"), 1, 1e-6);
}

TEST(Searcher, TellsTheOddOneOut) {
  Table table(4, 2);
  table << 1, 0, 0.9F, 0.1F, -1, 0.3F, 1, 0.2F;
  const Searcher searcher(embedding_of_words({"cat", "dog", "tax", "cow"}, table));
  const std::vector<std::string> asked{"cat", "dog", "tax", "cow"};
  const auto odd = searcher.odd_one_out(asked);
  ASSERT_EQ(odd.size(), 4U);
  EXPECT_EQ(odd[0].word, "tax");
  EXPECT_NEAR(odd[0].similarity,
              (*searcher.similarity("tax", "cat") + *searcher.similarity("tax", "dog") +
               *searcher.similarity("tax", "cow")) /
                  3,
              1e-12);
  EXPECT_GT(odd[1].similarity, odd[0].similarity);
  EXPECT_THROW(searcher.odd_one_out(std::span(asked).first(2)), OptionError);
  EXPECT_THROW(searcher.odd_one_out(std::vector<std::string>{"cat", "dog", "?"}), OptionError);
}

Subwords parts() {
  return {.options = {.shortest = 1, .longest = 1},
          .ngrams = embedding_of_words({"w", "q"}, testing::random_table(2, 8, 3)),
          .trials = {}};
}

TEST(Searcher, ComposesUnknownWordsWhereThatIsWanted) {
  const testing::TempDir folder;
  write_model(model_of(words()), folder / "m");
  EXPECT_THAT(message_of([&] { Searcher(folder / "m", {.subwords = true}); }),
              HasSubstr("learn sub-words first"));
  write_subwords(parts(), companion_key(folder / "m"), folder / "m" / "subwords");
  EXPECT_EQ(Searcher(folder / "m").vector("q"), std::nullopt);
  const Searcher searcher(folder / "m", {.subwords = true});
  EXPECT_EQ(searcher.vector("q"), compose(parts(), "q"));
  EXPECT_EQ(searcher.vector("w7"), searcher.units().row(7));
  EXPECT_EQ(searcher.vector("zz"), std::nullopt);
  const std::vector<std::string> asked{"q"};
  EXPECT_EQ(searcher.nearest_words(asked).front().neighbours.size(), 10U);
  Subwords wider = parts();
  wider.ngrams.table = testing::random_table(2, 9, 3);
  write_subwords(wider, companion_key(folder / "m"), folder / "m" / "subwords");
  EXPECT_THAT(message_of([&] { Searcher(folder / "m", {.subwords = true}); }),
              HasSubstr("9 dimensions, but the model of 8"));
}

/// A graph in which every row leads to the next one, and to the first.
HnswIndex ring(std::int32_t size) {
  HnswGraph::Parts parts{.entry = 0, .first_list = {0}, .list_begin = {0}, .neighbours = {}};
  for (std::int32_t id = 0; id < size; ++id) {
    parts.neighbours.insert(parts.neighbours.end(), {(id + 1) % size, 0});
    parts.list_begin.push_back(std::ssize(parts.neighbours));
    parts.first_list.push_back(id + 1);
  }
  return {HnswGraph(std::move(parts)), {}, 0};
}

TEST(Searcher, SearchesByTheGraphBesideTheVectors) {
  const testing::TempDir folder;
  write_model(model_of(words()), folder / "m");
  write_hnsw(ring(300), companion_key(folder / "m"), folder / "m" / "index");
  const Searcher searcher(folder / "m");
  ASSERT_NE(searcher.graph(), nullptr);
  const std::vector<std::string> asked{"w200"};
  const std::vector<std::vector<std::int32_t>> itself{{200}};
  EXPECT_EQ(searcher.nearest_words(asked).front().neighbours,
            nearest_by_graph(searcher.units(), words().vocabulary, ring(300).graph,
                             Table(searcher.units().row(200)), itself)
                .front());
  // A graph cannot keep to some of the rows.
  EXPECT_EQ(searcher.nearest_words(asked, {.restrict_to = 50}).front().neighbours,
            expected_for(200, {.restrict_to = 50}));
  const Searcher exact(folder / "m", {.graph = false});
  EXPECT_EQ(exact.graph(), nullptr);
  EXPECT_EQ(exact.nearest_words(asked).front().neighbours, expected_for(200));
}

TEST(Searcher, RefusesAGraphOfOtherVectors) {
  const testing::TempDir folder;
  write_model(model_of(words()), folder / "m");
  write_hnsw(ring(300), "another key", folder / "m" / "index");
  EXPECT_THAT(message_of([&] { Searcher(folder / "m"); }), HasSubstr("build it anew"));
  EXPECT_NO_THROW(Searcher(folder / "m", {.graph = false}));
  write_hnsw(ring(299), companion_key(folder / "m"), folder / "m" / "index");
  EXPECT_THAT(message_of([&] { Searcher(folder / "m"); }), HasSubstr("about 299 words"));
}

TEST(Searcher, SearchesTheColumnsOfAMatrix) {
  const testing::TempDir folder;
  write_model(MatrixModel{.rows = random_embedding(5, 3, 1),
                          .columns = random_embedding(7, 3, 2),
                          .seen = {},
                          .singular_values = {}},
              folder / "m");
  const Searcher columns(folder / "m", {.columns = true});
  EXPECT_EQ(columns.vocabulary().size(), 7);
  EXPECT_EQ(columns.find("w6"), 6);
  EXPECT_EQ(columns.find("W6"), 6);
  EXPECT_EQ(columns.find("w7"), std::nullopt);
  EXPECT_EQ(Searcher(folder / "m").vocabulary().size(), 5);
}

TEST(Searcher, AnswersManyThreadsAtATime) {
  const testing::TempDir folder;
  write_model(model_of(words()), folder / "m");
  write_subwords(parts(), companion_key(folder / "m"), folder / "m" / "subwords");
  const Searcher searcher(folder / "m", {.subwords = true, .many_questions = true});
  const auto ask = [&](int first) {
    std::vector<Question> questions;
    for (int i = first; i < first + 20; ++i) {
      questions.push_back({{"W" + std::to_string(i), 1}, {"q", -0.5}});
    }
    std::vector<std::vector<Neighbour>> found;
    for (Answer& answer : searcher.nearest(questions)) found.push_back(answer.neighbours);
    return found;
  };
  std::vector<std::vector<std::vector<Neighbour>>> expected, found(8);
  for (int thread = 0; thread < 8; ++thread) expected.push_back(ask(20 * thread));
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      for (int round = 0; round < 5; ++round) {
        found[static_cast<std::size_t>(thread)] = ask(20 * thread);
      }
    });
  }
  threads.clear();
  EXPECT_EQ(found, expected);
}

TEST(Searcher, ComposesUnknownWordsOfAModelOfFastText) {
  const testing::TempDir dir;
  const auto path = dir.write("v.bin", testing::FastTextSample().bytes());
  Notes notes;
  const Searcher searcher(
      path, {.read = {.note = [&](const std::string& note) { notes.push_back(note); }}});
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(searcher.find("bé"), std::nullopt);
  const auto unit = searcher.vector("bé");
  ASSERT_TRUE(unit);
  EXPECT_NEAR(unit->norm(), 1, 1e-6);
  const auto raw = internal::read_fasttext_file(path).ngrams->vector("bé");
  EXPECT_NEAR((*unit)(0) / (*unit)(1), (*raw)[0] / (*raw)[1], 1e-4);
  EXPECT_EQ(searcher.nearest_words(std::array{std::string("bé")}).front().neighbours.size(), 3U);
  EXPECT_FALSE(
      Searcher(dir.write("w.bin", testing::FastTextSample{.longest = 0}.bytes())).vector("bé"));
}

}  // namespace searcher_test
}  // namespace eigenlex
