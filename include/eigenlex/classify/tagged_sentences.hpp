#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "eigenlex/classify/tokenized_texts.hpp"

namespace eigenlex {

/// Sentences and the tag of each of their tokens.
struct TaggedSentences {
  /// The tags that occur, in byte order.
  std::vector<std::string> tag_names;
  /// One for each token of `sentences`, whose `offsets` apply: indices of `tag_names`.
  std::vector<std::int32_t> tags;
  TokenizedTexts sentences;

  std::int64_t size() const { return sentences.size(); }
};

/// Reads a file in the columns of the CoNLL shared tasks, UTF-8, compressed or not, or standard
/// input for "-": a token a line, in columns between blanks or tabs, the token in the first and its
/// tag in the last; a line without columns ends a sentence. Lines that begin with -DOCSTART- are
/// left out.
///
/// `lowercase` folds the case of tokens. Throws IoError, or FormatError with path and line for a
/// line of one column, bytes that are not UTF-8, or a line of more than 16 MiB; FormatError too
/// where there is no token, or only one tag. Time linear; all is in memory.
TaggedSentences read_tagged_sentences(const std::string& path, bool lowercase);

/// The lines of a file in columns and the sentences in it, of which no tag is known.
struct TokenColumns {
  /// Lines as they are, without line ends.
  std::vector<std::string> lines;
  /// For each line the number of its token, of all sentences; -1 where it has none.
  std::vector<std::int64_t> token_of_line;
  /// All tokens, their case as in the file.
  std::vector<std::string> tokens;
  TokenizedTexts sentences;
};

/// Reads a file as `read_tagged_sentences` does, but for tags: one column is enough, a file without
/// a token too.
TokenColumns read_token_columns(const std::string& path, bool lowercase);

/// The name of the tag of each token.
std::vector<std::string> names_of_tags(const TaggedSentences& sentences);

/// The sentences of the given numbers, in that order, under the same tags.
TaggedSentences select(const TaggedSentences& from, std::span<const std::int64_t> sentences);

}  // namespace eigenlex
