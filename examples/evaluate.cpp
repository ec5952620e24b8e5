// How well vectors agree with people: evaluate VECTORS PAIRS QUESTIONS
// A line of PAIRS is two words and a score, one of QUESTIONS four words.
#include <cstdio>

#include <eigenlex/core/error.hpp>
#include <eigenlex/evaluate/analogy_benchmark.hpp>
#include <eigenlex/evaluate/similarity_benchmark.hpp>
#include <eigenlex/query/searcher.hpp>

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: evaluate VECTORS PAIRS QUESTIONS\n");
    return 2;
  }
  try {
    const eigenlex::SimilarityBenchmark pairs = eigenlex::read_similarity_benchmark(argv[2]);
    const eigenlex::AnalogyBenchmark questions = eigenlex::read_analogy_benchmark(argv[3]);
    const eigenlex::Searcher searcher(argv[1]);

    const auto similarity =
        eigenlex::score_similarity(searcher.units(), searcher.vocabulary(), pairs);
    std::printf("%s: %ld of %ld pairs known", similarity.name.c_str(), similarity.covered,
                similarity.pairs);
    if (similarity.spearman) std::printf(", Spearman x 100 %.1f", *similarity.spearman);
    if (similarity.interval) {
      std::printf(" (95 %%: %.1f .. %.1f)", similarity.interval->low, similarity.interval->high);
    }
    std::printf("\n");

    const auto analogies = eigenlex::score_analogies(searcher.units(), searcher.vocabulary(),
                                                     questions, {.restrict_to = 30000});
    std::printf("%s: %ld of %ld questions answered\n", analogies.name.c_str(),
                analogies.total.correct, analogies.total.questions);
  } catch (const eigenlex::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
