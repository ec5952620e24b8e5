// Columns of tokens and tags: every token has a tag of those that were read, and both readers find
// the same sentences.

#include <cstdlib>

#include "eigenlex/classify/tagged_sentences.hpp"
#include "eigenlex/classify/tagging_score.hpp"
#include "eigenlex/core/error.hpp"

#include "fuzz/scratch.hpp"
#include "fuzz/targets.hpp"

void eigenlex::testing::tagged_sentences_fuzz(const std::uint8_t* data, std::size_t size) {
  const std::string path = input_file(as_text(data, size)).string();
  refuse_well<FormatError>([&] {
    const TaggedSentences read = read_tagged_sentences(path, {.lowercase = true});
    for (const std::int32_t tag : read.tags) {
      if (tag < 0 || tag >= std::ssize(read.tag_names)) std::abort();
    }
    const std::vector<std::string> tags = names_of_tags(read);
    if (score_tagging(tags, tags, read.sentences.offsets).accuracy != 1) std::abort();
    const TokenColumns columns = read_token_columns(path, {.lowercase = true});
    if (columns.sentences.offsets != read.sentences.offsets) std::abort();
    if (columns.sentences.tokens != read.sentences.tokens) std::abort();
  });
}
