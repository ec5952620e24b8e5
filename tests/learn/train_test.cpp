#include "eigenlex/learn/train.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "learn/memory_plan.hpp"
#include "support/corpora.hpp"
#include "support/counts.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace train_test {

namespace fs = std::filesystem;
using internal::constant_memory;
using internal::factor_memory;
using internal::MatrixShape;
using internal::shape_of_counts;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TempDir;

/// Keeps the names of stages and the notes; stops the work at one of the stages.
class Recorder : public Observer {
 public:
  std::vector<std::string> stages;
  std::vector<std::string> notes;
  std::string stops_at;

 private:
  void on_begin(const Stage& stage) override { stages.emplace_back(stage.name); }
  void on_progress(std::int64_t, std::int64_t) override {
    if (stages.back() == stops_at) throw Interrupted();
  }
  void on_note(std::string_view, std::string_view text) override { notes.emplace_back(text); }
};

class Train : public ::testing::Test {
 protected:
  Train() { write_corpus(300, 150); }

  void write_corpus(int documents, int words) {
    std::string text;
    for (const std::string& document : testing::zipf_documents(documents, 40, words, 3)) {
      text += document + "\n";
    }
    corpus_ = {folder_.write("corpus.txt", text).string()};
  }

  /// Resources of so much memory, whose temporary files are in the test's folder.
  Resources capped(std::int64_t memory) const {
    return {.threads = 2, .memory = memory, .work = folder_ / "work"};
  }
  /// The least cap for a recipe, and a little.
  std::int64_t least_memory(const Recipe& recipe, const Model& made) const {
    const MatrixShape shape =
        shape_of_counts(made.words.vocabulary.size(), recipe.count.cooccurrence());
    return constant_memory(shape) + factor_memory(shape, recipe.factor, 2) + 20'000;
  }

  TempDir folder_;
  std::vector<std::string> corpus_;
};

Recipe small(Method method) {
  return {.count = {.vocabulary = {.min_count = 2}, .window = 4},
          .factor = {.method = method, .svd = {.rank = 12}, .als = {.sweeps = 2}}};
}

void expect_same(const Model& a, const Model& b) {
  EXPECT_EQ(a.words.vocabulary.words(), b.words.vocabulary.words());
  EXPECT_EQ(a.words.table, b.words.table);
  EXPECT_EQ(a.contexts, b.contexts);
  EXPECT_EQ(a.singular_values, b.singular_values);
  EXPECT_EQ(a.description, b.description);
}

TEST_F(Train, GivesTheSameForAnyThreadsAndAnyMemory) {
  for (const Method method : {Method::kSvd, Method::kAls}) {
    const Recipe recipe = small(method);
    const Model model = train(corpus_, recipe, {.threads = 1});
    for (const int threads : {2, 3}) {
      expect_same(train(corpus_, recipe, {.threads = threads}), model);
    }
    for (const std::int64_t memory : {least_memory(recipe, model), std::int64_t{1} << 30}) {
      expect_same(train(corpus_, recipe, capped(memory)), model);
      EXPECT_FALSE(fs::exists(folder_ / "work"));
    }
  }
}

TEST_F(Train, StoresTheMatrixUnderACapThatHoldsIt) {
  // So many cells that the matrix takes more than weighing the counts does, whose share is free in
  // the SVD.
  write_corpus(6000, 2000);
  Recipe recipe = small(Method::kSvd);
  recipe.count.window = 30;
  const Model model = train(corpus_, recipe);
  Recorder wide, narrow;
  train(corpus_, recipe, capped(std::int64_t{1} << 30), wide);
  train(corpus_, recipe, capped(least_memory(recipe, model)), narrow);
  EXPECT_THAT(wide.notes, Contains(HasSubstr("the matrix is stored")));
  EXPECT_THAT(narrow.notes, Contains(HasSubstr("the matrix is computed in each product")));
}

TEST_F(Train, ScalesSingularVectorsByRoundedPowers) {
  Recipe recipe = small(Method::kSvd);
  recipe.factor.exponent = 0;
  const Model plain = train(corpus_, recipe);
  recipe.factor.exponent = 0.25;
  const Model scaled = train(corpus_, recipe);
  for (Eigen::Index k = 0; k < plain.singular_values.size(); ++k) {
    const auto scale = static_cast<float>(std::pow(double{plain.singular_values[k]}, 0.25));
    EXPECT_EQ(scaled.words.table.col(k), scale * plain.words.table.col(k));
    EXPECT_EQ(scaled.contexts.col(k), scale * plain.contexts.col(k));
  }
}

TEST_F(Train, IsCountingAndThenFactorizing) {
  for (const Method method : {Method::kSvd, Method::kAls}) {
    const Recipe recipe = small(method);
    const Model model = train(corpus_, recipe);
    expect_same(factorize(count(corpus_, recipe.count), recipe.factor), model);
    const fs::path counts = folder_ / ("counts-" + std::string(enum_name(method)));
    count_into(counts, corpus_, recipe.count);
    expect_same(factorize(counts, recipe.factor), model);
    expect_same(factorize(counts, recipe.factor, capped(least_memory(recipe, model))), model);
  }
}

TEST_F(Train, DescribesWhatItDidSoThatItCanBeReadBack) {
  const Recipe recipe = small(Method::kAls);
  const Model model = train(corpus_, recipe, {.threads = 2});
  const auto counting = described_counting(model.description);
  const auto factorizing = described_factorizing(model.description);
  ASSERT_TRUE(counting && factorizing);
  // What was left to be chosen is said as it was chosen.
  CountRecipe chosen = recipe.count;
  chosen.tokenizer.kind = TokenizerKind::kWhitespace;
  chosen.source.document = DocumentKind::kLine;
  EXPECT_EQ(describe(*counting), describe(chosen));
  EXPECT_EQ(describe(*factorizing), describe(recipe.factor));
  EXPECT_EQ(model.description.at("count_options").at("corpus"), corpus_);
  EXPECT_EQ(model.description.at("corpus").at("documents"), 300);
  EXPECT_EQ(model.description.at("als").at("objectives").size(), 3u);
  EXPECT_GT(model.description.at("subwords").at("parts"), 0);
  EXPECT_FALSE(model.exponent);
  EXPECT_EQ(model.run.at("threads"), 2);
  std::vector<std::string> stages;
  for (const auto& stage : model.run.at("stages")) stages.push_back(stage.at("stage"));
  EXPECT_THAT(stages, ElementsAre("read", "count", "weight", "svd", "als", "subwords"));
}

TEST_F(Train, LeavesNothingWhereItIsStopped) {
  for (const char* stage : {"read", "count", "svd", "als"}) {
    Recorder recorder;
    recorder.stops_at = stage;
    EXPECT_THROW(train_into(folder_ / "model", corpus_, small(Method::kAls),
                            capped(std::int64_t{1} << 30), recorder),
                 Interrupted)
        << stage;
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 1) << stage;
  }
}

TEST_F(Train, IsStoppedByAnotherThreadWithinAStep) {
  // Stopped once the stage has begun; no hook throws.
  class Stopper : public Observer {
   public:
    explicit Stopper(std::string stage) : stage_(std::move(stage)) {}

   private:
    void on_begin(const Stage& stage) override {
      if (stage.name == stage_) std::jthread([this] { stop(); }).join();
    }
    std::string stage_;
  };
  for (const SvdSolver solver : {SvdSolver::kRandomized, SvdSolver::kSpectra}) {
    Recipe recipe = small(Method::kAls);
    recipe.factor.solver = solver;
    for (const char* stage : {"read", "count", "weight", "svd", "als"}) {
      Stopper stopper(stage);
      EXPECT_THROW(
          train_into(folder_ / "model", corpus_, recipe, capped(std::int64_t{1} << 30), stopper),
          Interrupted)
          << stage;
      EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 1) << stage;
    }
    Recorder later;
    EXPECT_EQ(train(corpus_, recipe, {}, later).words.table.rows(),
              train(corpus_, recipe).words.table.rows());
  }
}

TEST_F(Train, TakesTheRankThatTheCorpusSupports) {
  Recipe recipe = small(Method::kSvd);
  recipe.factor.svd.rank = 0;
  Recorder recorder;
  const Model chosen = train(corpus_, recipe, {}, recorder);
  const int rank = supported_rank(chosen.words.vocabulary.size());
  EXPECT_EQ(chosen.words.table.cols(), rank);
  EXPECT_EQ(chosen.description.at("factor_options").at("dim"), rank);
  EXPECT_THAT(recorder.notes, Contains(HasSubstr(fmt::format("{} dimensions, as ", rank))));
  recipe.factor.svd.rank = rank;
  expect_same(chosen, train(corpus_, recipe));
}

TEST_F(Train, LowersARankThatIsNotGivenToWhatTheDataSupport) {
  // Words of a pair occur together only: the matrix has fewer singular values than words.
  std::string text;
  for (int i = 0; i < 40; ++i) text += i % 2 == 0 ? "a b c\n" : "d e f\n";
  const std::vector<std::string> corpus{folder_.write("few.txt", text).string()};
  Recipe recipe{.count = {.vocabulary = {.min_count = 1}}, .factor = {.ppmi = {.subsample = 0}}};
  const Model model = train(corpus, recipe);
  EXPECT_GE(model.words.table.cols(), 1);
  EXPECT_EQ(model.description.at("factor_options").at("dim"), model.words.table.cols());
  recipe.factor.svd.rank = 7;
  EXPECT_THROW(train(corpus, recipe), OptionError);
}

TEST_F(Train, ResumesFromFinishedCounts) {
  const Recipe recipe = small(Method::kSvd);
  Resources resources{.work = folder_ / "work", .resume = true};
  Recorder first, second, third;
  first.stops_at = "svd";
  EXPECT_THROW(train(corpus_, recipe, resources, first), Interrupted);
  EXPECT_TRUE(fs::exists(folder_ / "work"));
  expect_same(train(corpus_, recipe, resources, second), train(corpus_, recipe));
  EXPECT_THAT(second.stages, ElementsAre("weight", "svd"));
  EXPECT_FALSE(fs::exists(folder_ / "work"));
  train(corpus_, recipe, resources, third);
  EXPECT_THAT(third.notes, Contains("starts anew: no finished counts"));
}

TEST_F(Train, KeepsFinishedCountsUntilTheModelIsWritten) {
  const Resources resources{.work = folder_ / "work", .resume = true};
  // A folder in the way that appears after the work has begun.
  class Obstacle : public Observer {
   public:
    explicit Obstacle(fs::path path) : path_(std::move(path)) {}

   private:
    void on_begin(const Stage& stage) override {
      if (stage.name == "write") fs::create_directories(path_ / "other");
    }
    fs::path path_;
  } obstacle(folder_ / "model");
  EXPECT_THROW(train_into(folder_ / "model", corpus_, small(Method::kSvd), resources, obstacle),
               IoError);
  EXPECT_TRUE(fs::exists(folder_ / "work/counts"));
}

TEST_F(Train, WritesNothingToAPlaceThatIsTaken) {
  fs::create_directories(folder_ / "taken/other");
  Recorder recorder;
  EXPECT_THROW(train_into(folder_ / "taken", corpus_, {}, {}, recorder), IoError);
  EXPECT_THROW(count_into(folder_ / "taken", corpus_, {}, {}, recorder), IoError);
  EXPECT_TRUE(recorder.stages.empty());
}

TEST_F(Train, NamesTheFieldThatIsOutOfRange) {
  const auto field_of = [&](const std::function<void()>& work) {
    try {
      work();
    } catch (const OptionError& error) {
      return error.field();
    }
    return std::string();
  };
  const auto with = [&](const Resources& resources) { train(corpus_, {}, resources); };
  EXPECT_EQ(field_of([&] { with({.threads = -1}); }), "Resources.threads");
  EXPECT_EQ(field_of([&] { with({.memory = -1}); }), "Resources.memory");
  EXPECT_EQ(field_of([&] { with({.memory = 1}); }), "Resources.work");
  EXPECT_EQ(field_of([&] { with({.resume = true}); }), "Resources.work");
  EXPECT_EQ(field_of([&] { with(capped(30'000'000)); }), "Resources.memory");
  EXPECT_EQ(field_of([&] { train({"-"}, {}, {.work = folder_ / "work", .resume = true}); }),
            "Resources.resume");
  EXPECT_EQ(field_of([&] { train(corpus_, {.factor = {.blend = 2}}); }), "FactorRecipe.blend");
}

TEST_F(Train, CountsThatDoNotFitStayReadableAfterTheirFolderIsGone) {
  const CountRecipe recipe{.vocabulary = {.min_count = 1}, .window = 4};
  const Counts free = count(corpus_, recipe);
  // Little more than the program and the words: nothing is left for the cells.
  const Counts capped_counts = count(corpus_, recipe, capped(28'060'000));
  EXPECT_TRUE(capped_counts.matrix.is_stored());
  EXPECT_FALSE(fs::exists(folder_ / "work"));
  EXPECT_TRUE(testing::same_cells(capped_counts.matrix, free.matrix));
  write_counts(capped_counts, folder_ / "counts");
  EXPECT_TRUE(testing::same_cells(read_counts(folder_ / "counts").matrix, free.matrix));
}

TEST_F(Train, OfWordsThatNeverMeetSaysSo) {
  const std::string one = folder_.write("one.txt", "a\na\nb\nb\n").string();
  try {
    train({one}, {.count = {.vocabulary = {.min_count = 1}}, .factor = {.svd = {.rank = 1}}});
    ADD_FAILURE() << "made vectors of nothing";
  } catch (const FormatError& error) {
    EXPECT_THAT(error.what(), HasSubstr("nothing to factorize"));
  }
}

}  // namespace train_test
}  // namespace eigenlex
