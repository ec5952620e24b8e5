#pragma once

#include <filesystem>

#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Who else writes and reads a file of a vocabulary.
enum class VocabularyOrigin {
  kOwn,      ///< nobody: words are the bytes that stand there
  kForeign,  ///< other programs too: a byte order mark and lines that end in CR LF may be there
};

/// Writes a vocabulary as vocab.tsv: a line `word<TAB>count` for each word in id order. What is
/// written and read with the same origin is the same; with kForeign a byte order mark is put before
/// a first word that begins with one.
///
/// Throws FormatError, before the file is made, for a word that holds a tab or a newline; no
/// tokenizer makes one, but a foreign file of vectors can hold one. Throws IoError.
void write_vocabulary(const Vocabulary& vocabulary, const std::filesystem::path& path,
                      VocabularyOrigin origin = VocabularyOrigin::kOwn);

/// Reads what `write_vocabulary` writes, compressed or not; words may hold any bytes but tabs and
/// newlines. With kForeign a byte order mark at the start and a CR at the end of a line are left
/// out.
///
/// Throws IoError, or FormatError with path and line for a line without exactly one tab, an empty
/// or repeated word, a count that is no number in 0 .. 2^63-1, counts that add up to more, or a
/// last line without its newline (the file was cut short).
Vocabulary read_vocabulary(const std::filesystem::path& path,
                           VocabularyOrigin origin = VocabularyOrigin::kOwn);

}  // namespace eigenlex
