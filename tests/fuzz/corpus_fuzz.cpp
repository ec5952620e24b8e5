// A corpus by any tokenizer and encoding, compressed or not: the first two bytes choose the
// options, the rest is the file. What is read keeps the invariants of a corpus, its words are
// spelled as its folding spells them, and all of them are UTF-8.

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/folding.hpp"
#include "eigenlex/text/read_corpus.hpp"
#include "eigenlex/text/utf8.hpp"

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
  require(corpus.reading.tokenizer.kind != eigenlex::TokenizerKind::kAuto);
  const auto folding = eigenlex::Folding::of(corpus.reading.tokenizer);
  for (std::int32_t id = 0; id < corpus.vocabulary.size(); ++id) {
    const std::string_view word = corpus.vocabulary.word(id);
    require(eigenlex::is_utf8(word) && folding(word) == word);
    require(find_folded(corpus.vocabulary, folding, word) == id);
  }
}

template <class Enum>
Enum chosen(std::uint8_t byte) {
  const auto choices = enum_names(Enum{});
  return choices[byte % choices.size()].value;
}

}  // namespace

void eigenlex::testing::corpus_fuzz(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return;
  constexpr std::array kEncodings = {"utf-8", "utf-8", "utf-16", "utf-32le", "shift_jis", "utf-7"};
  const TokenizerOptions options{.kind = chosen<TokenizerKind>(data[0] / 2),
                                 .lowercase = data[0] % 2 == 1};
  const SourceOptions source{.encoding = kEncodings[data[1] / 8 % kEncodings.size()],
                             .bad_bytes = chosen<BadBytes>(data[1]),
                             .document = chosen<DocumentKind>(data[1] / 2)};
  const std::string path = input_file(as_text(data + 2, size - 2)).string();
  refuse_well<FormatError>([&] { check(read_corpus({path}, options, {}, source)); });
}
