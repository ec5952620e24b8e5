#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "eigenlex/classify/tokenized_texts.hpp"
#include "eigenlex/core/notes.hpp"

namespace eigenlex {

/// Sentences and the tag of each of their tokens.
struct TaggedSentences {
  /// The tags that occur, in byte order.
  std::vector<std::string> tag_names;
  /// One for each token of `sentences`, whose `offsets` apply: indices of `tag_names`.
  std::vector<std::int32_t> tags;
  TokenizedTexts sentences;
  /// What was decided on reading.
  Notes notes = {};

  std::int64_t size() const { return sentences.size(); }
};

/// How a file of tagged sentences is read.
struct TaggedSentenceOptions {
  /// Fold the case of tokens.
  bool lowercase = false;
  /// Columns of the token and of its tag, numbers from 1, or names as in the first line of columns
  /// or in a comment `# global.columns =`. Empty: the first and the last, see
  /// `read_tagged_sentences`.
  std::vector<std::string> columns = {};
};

/// Reads a file in the columns of the CoNLL shared tasks, UTF-8, compressed or not, or standard
/// input for "-": a token a line; a line without columns ends a sentence. Columns are between tabs
/// where the first line with a token has one, else between blanks. The token is in the first and
/// its tag in the last, except where the first column numbers the tokens of each sentence: then the
/// token is in the second, and in files of ten columns, as CoNLL-U and CoNLL-X have them, its tag
/// in the fourth, which `notes` says.
///
/// Left out are lines that begin with -DOCSTART-, comments, which are lines with `#` before the
/// first token of a sentence and of other columns than tokens or of a name, `=` and a value, and,
/// where tokens are numbered, lines of several tokens (1-2) and of none (1.1), with a note.
///
/// Throws IoError, or FormatError with path and line for a line without the columns of token and
/// tag, bytes that are not UTF-8, or a line of more than 16 MiB; FormatError too where there is no
/// token, or only one tag; OptionError for bad columns. Time linear; all is in memory.
TaggedSentences read_tagged_sentences(const std::string& path,
                                      const TaggedSentenceOptions& options = {});

/// The lines of a file in columns and the sentences in it, of which no tag is known.
struct TokenColumns {
  /// Lines as they are, without line ends.
  std::vector<std::string> lines;
  /// For each line the number of its token, of all sentences; -1 where it has none.
  std::vector<std::int64_t> token_of_line;
  /// All tokens, their case as in the file.
  std::vector<std::string> tokens;
  TokenizedTexts sentences;
  /// What was decided on reading.
  Notes notes = {};
};

/// Reads a file as `read_tagged_sentences` does, but for tags: one column is enough, a file without
/// a token too, and of `options.columns` only the first is of account.
TokenColumns read_token_columns(const std::string& path, const TaggedSentenceOptions& options = {});

/// The name of the tag of each token.
std::vector<std::string> names_of_tags(const TaggedSentences& sentences);

/// The sentences of the given numbers, in that order, under the same tags.
TaggedSentences select(const TaggedSentences& from, std::span<const std::int64_t> sentences);

}  // namespace eigenlex
