#include <cstdio>
#include <utility>

#include <eigenlex/counts/cooccurrence.hpp>
#include <eigenlex/counts/ppmi.hpp>
#include <eigenlex/factor/svd.hpp>
#include <eigenlex/matrix/sparse_operator.hpp>
#include <eigenlex/query/neighbours.hpp>
#include <eigenlex/text/read_corpus.hpp>
#include <eigenlex/version.hpp>

// The library may be built for a machine with wider vectors than this program. Both must align and
// free Eigen's memory alike, so the width comes with the library and not from this compiler's
// flags.
static_assert(EIGEN_MAX_ALIGN_BYTES == 64, "eigenlex::eigenlex did not fix Eigen's alignment");

static_assert(EIGENLEX_VERSION_MAJOR == 0 && EIGENLEX_VERSION_MINOR == 1,
              "the header of the version is not that of the project");

// Prints the words nearest to the second argument in the corpus that the first one names.
int main(int argc, char** argv) {
  using namespace eigenlex;
  if (argc != 3) return 2;
  const Corpus corpus = read_corpus({argv[1]}, TokenizerOptions{});
  const CooccurrenceMatrix counts = count_cooccurrences(corpus, {.window = 2});
  const Margins expected = expected_margins(counts, corpus.vocabulary.counts(), 0);
  const SparseOperator weighted(ppmi(counts, expected, PpmiOptions{.context_smoothing = 0.75}));
  SvdResult svd = randomized_svd(weighted, {.rank = 2});
  const UnitTable units(std::move(svd.u));
  const auto word = corpus.vocabulary.find(argv[2]);
  if (!word) return 1;
  const auto found = nearest_words(units, corpus.vocabulary, {&*word, 1}, {.count = 2});
  for (const Neighbour& neighbour : found[0]) {
    std::printf("%s\n", std::string(corpus.vocabulary.word(neighbour.id)).c_str());
  }
  return 0;
}
