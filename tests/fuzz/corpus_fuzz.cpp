// A corpus by both tokenizers, compressed or not: the first byte chooses the options, the rest is
// the file. What is read keeps the invariants of a corpus.

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/read_corpus.hpp"

#include "fuzz/scratch.hpp"
#include "fuzz/targets.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const eigenlex::Corpus& corpus) {
  std::int64_t ends = 0;
  for (const std::int32_t token : corpus.tokens) {
    require(token >= eigenlex::Corpus::kDocumentEnd && token < corpus.vocabulary.size());
    ends += token == eigenlex::Corpus::kDocumentEnd ? 1 : 0;
  }
  const std::vector<std::int64_t>& counts = corpus.vocabulary.counts();
  require(ends == corpus.documents);
  require(std::is_sorted(counts.rbegin(), counts.rend()));
  require(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}) == corpus.token_count());
}

}  // namespace

void eigenlex::testing::corpus_fuzz(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return;
  const TokenizerOptions options{
      .kind = (data[0] & 1) != 0 ? TokenizerKind::kUnicode : TokenizerKind::kWhitespace,
      .lowercase = (data[0] & 2) != 0};
  const std::string path = input_file(as_text(data + 1, size - 1)).string();
  refuse_well<FormatError>([&] { check(read_corpus({path}, options)); });
}
