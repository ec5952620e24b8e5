#pragma once

#include <filesystem>

#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Writes a vocabulary as vocab.tsv: a line `word<TAB>count` for each word in id order.
///
/// Throws FormatError, before the file is made, for a word that holds a tab or a newline; no
/// tokenizer makes one, but a foreign file of vectors can hold one. Throws IoError.
void write_vocabulary(const Vocabulary& vocabulary, const std::filesystem::path& path);

/// Reads what `write_vocabulary` writes, compressed or not; words may hold any bytes but tabs and
/// newlines. A byte order mark and lines that end in CR LF, as other programs write them, are fine.
///
/// Throws IoError, or FormatError with path and line for a line without exactly one tab, an empty
/// or repeated word, a count that is no number in 0 .. 2^63-1, counts that add up to more, or a
/// last line without its newline (the file was cut short).
Vocabulary read_vocabulary(const std::filesystem::path& path);

}  // namespace eigenlex
