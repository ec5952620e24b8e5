#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "eigenlex/core/notes.hpp"
#include "eigenlex/text/source_options.hpp"
#include "eigenlex/text/tokenizer.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// How a text was read.
struct Reading {
  /// As given, or as chosen where kAuto was given.
  TokenizerOptions tokenizer;
  DocumentKind document = DocumentKind::kLine;
  /// Why the tokenizer was chosen, empty where it was given.
  std::string reason;
  /// Bytes that were not of the encoding, for BadBytes::kReplace.
  std::int64_t bytes_replaced = 0;
  /// What was left out of archives.
  Notes notes = {};
};

/// A corpus as word ids.
///
/// `tokens` holds the ids of all documents one after another, each document ended by
/// `kDocumentEnd`; a document may be empty. Ids index `vocabulary`, which is ordered by count, ties
/// by bytes. The value does not depend on the number of threads that made it.
struct Corpus {
  static constexpr std::int32_t kDocumentEnd = -1;

  Vocabulary vocabulary;
  std::vector<std::int32_t> tokens;
  std::int64_t documents = 0;
  /// Tokens read, those of words that are not in the vocabulary included.
  std::int64_t tokens_read = 0;
  /// Distinct words read, before the vocabulary was cut.
  std::int64_t distinct_words_read = 0;
  Reading reading;

  /// Tokens in `tokens`, document ends left out.
  std::int64_t token_count() const { return static_cast<std::int64_t>(tokens.size()) - documents; }
};

}  // namespace eigenlex
