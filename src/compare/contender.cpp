#include "eigenlex/compare/contender.hpp"

#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/learn/train.hpp"

#include "core/cpu_time.hpp"

namespace eigenlex {
namespace {

using internal::cpu_seconds;

/// Keeps everything to itself, but lets the work be stopped.
class Stoppable final : public Observer {
 public:
  explicit Stoppable(const std::function<void()>& check) : check_(check) {}

 private:
  void on_begin(const Stage&) override { check_(); }
  void on_progress(std::int64_t, std::int64_t) override { check_(); }

  const std::function<void()>& check_;
};

/// The prepared corpus has the words that all contenders learn and no others.
Contender trained_by(std::string name, std::string description, Recipe recipe) {
  recipe.count.tokenizer = {.kind = TokenizerKind::kWhitespace};
  recipe.count.source = {};
  recipe.count.vocabulary = {.min_count = 1};
  Contender contender{.name = std::move(name), .description = std::move(description)};
  contender.settings = {{"count", describe(recipe.count)}, {"factor", describe(recipe.factor)}};
  contender.train = [recipe](const TrainingTask& task, Observer& observer) {
    Recipe of_task = recipe;
    of_task.factor.svd.rank = static_cast<int>(task.dim);
    of_task.factor.svd.seed = task.seed;
    Model model = train({task.corpus.string()}, of_task, {.threads = task.threads}, observer);
    return std::move(model.words);
  };
  return contender;
}

}  // namespace

Training train_here(const Contender& contender, const TrainingTask& task,
                    const std::function<void()>& check) {
  using Clock = std::chrono::steady_clock;
  const ThreadCount threads(task.threads);
  Stoppable observer(check);
  const Clock::time_point begun = Clock::now();
  const double cpu_begun = cpu_seconds();
  Training training{contender.train(task, observer), {}};
  training.figures.wall_seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  training.figures.cpu_seconds = cpu_seconds() - cpu_begun;
  return training;
}

const Contender& contender_named(std::span<const Contender> contenders, std::string_view name,
                                 std::string_view hint) {
  std::string names;
  for (const Contender& contender : contenders) {
    if (contender.name == name) return contender;
    names += (names.empty() ? "" : ", ") + contender.name;
  }
  throw OptionError("Contender.name", name, fmt::format("must be some of {}{}", names, hint));
}

Contender svd_contender() {
  Recipe recipe;
  recipe.factor.method = Method::kSvd;
  return trained_by("svd", "truncated SVD of the PPMI matrix", recipe);
}

Contender als_contender() {
  Recipe recipe;
  recipe.factor.method = Method::kAls;
  return trained_by("als", "the SVD refined by weighted least squares", recipe);
}

}  // namespace eigenlex
