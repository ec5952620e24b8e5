// Binary models of fastText: every word that is read has a finite vector, and n-grams give vectors
// of as many numbers.

#include <cmath>
#include <cstdlib>

#include "eigenlex/core/error.hpp"

#include "embedding/fasttext_file.hpp"
#include "fuzz/scratch.hpp"
#include "fuzz/targets.hpp"

void eigenlex::testing::fasttext_fuzz(const std::uint8_t* data, std::size_t size) {
  using internal::parse_fasttext_file;
  using internal::read_fasttext_file;
  const std::string_view bytes = as_text(data, size);
  refuse_well<FormatError>([&] {
    const Embedding embedding = parse_fasttext_file(bytes, "input");
    if (embedding.table.rows() != embedding.vocabulary.size()) std::abort();
    if (!embedding.table.allFinite()) std::abort();
    const auto ngrams = read_fasttext_file(input_file(bytes)).ngrams;
    const auto vector = ngrams ? ngrams->vector("word") : std::nullopt;
    if (vector && std::ssize(*vector) != embedding.table.cols()) std::abort();
  });
}
