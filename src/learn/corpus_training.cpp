#include "learn/corpus_training.hpp"

#include <utility>

#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/learn/train.hpp"
#include "eigenlex/text/phrases.hpp"
#include "eigenlex/text/read_corpus.hpp"
#include "eigenlex/text/restrict_vocabulary.hpp"

namespace eigenlex::internal {

Corpus corpus_for(const CountRecipe& recipe, const std::vector<std::string>& paths) {
  Corpus corpus = read_corpus(paths, recipe.tokenizer, {}, recipe.source);
  if (recipe.phrases.passes > 0) corpus = join_phrases(std::move(corpus), recipe.phrases);
  return restrict_vocabulary(std::move(corpus), recipe.vocabulary);
}

Embedding vectors_of(const Corpus& corpus, const Recipe& recipe, const Resources& resources) {
  Counts counts{.vocabulary = corpus.vocabulary,
                .matrix = count_cooccurrences(corpus, recipe.count.cooccurrence())};
  return factorize(std::move(counts), recipe.factor, {.threads = resources.threads}).words;
}

}  // namespace eigenlex::internal
