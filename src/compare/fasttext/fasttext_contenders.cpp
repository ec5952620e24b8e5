#include "eigenlex/compare/fasttext_contenders.hpp"

#include <string>
#include <utility>

#include "eigenlex/neural/fasttext_vectors.hpp"

namespace eigenlex {
namespace {

Contender learned_by(std::string name, std::string description, const FastTextOptions& options) {
  Contender contender{.name = std::move(name), .description = std::move(description)};
  contender.settings = {{"model", enum_name(options.model)},
                        {"window", options.window},
                        {"epochs", options.epochs},
                        {"negative", options.negative},
                        {"subsample", options.subsample},
                        {"shortest_subword", options.shortest_subword},
                        {"longest_subword", options.longest_subword},
                        {"learning_rate", options.learning_rate}};
  contender.train = [options, name = contender.name](const TrainingTask& task, Observer& observer) {
    FastTextOptions of_task = options;
    of_task.dim = static_cast<int>(task.dim);
    of_task.seed = static_cast<int>(task.seed);
    of_task.threads = task.threads;
    Embedding embedding = train_fasttext(task.corpus, of_task, observer.begin(name));
    observer.end();
    return embedding;
  };
  return contender;
}

}  // namespace

Contender skipgram_contender() {
  return learned_by("skipgram", "skip-gram with 5 negative samples (word2vec)", {});
}

Contender cbow_contender() {
  return learned_by("cbow", "continuous bag of words with 5 negative samples (word2vec)",
                    {.model = FastTextModel::kCbow});
}

Contender subwords_contender() {
  Contender contender =
      learned_by("subwords", "skip-gram with character n-grams of 3 to 6 (fastText)",
                 {.shortest_subword = 3, .longest_subword = 6});
  contender.on_request = true;  // takes twice as long as skip-gram
  return contender;
}

}  // namespace eigenlex
