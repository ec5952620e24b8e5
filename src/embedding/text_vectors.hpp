#pragma once

#include <cstdint>
#include <string_view>

#include "eigenlex/core/notes.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/text/byte_sink.hpp"

namespace eigenlex::internal {

/// How the text formats differ.
struct TextVectorStyle {
  /// A first line "words components": word2vec and fastText, not GloVe.
  bool header = true;
  /// A space after the last number of a line, as fastText writes it.
  bool trailing_space = false;
};

/// How many numbers a line ends in, at least one field before them, or a blank, being left for the
/// word.
std::int64_t count_components(std::string_view line);

/// Reads vectors written as text, a word and its numbers a line, with or without a header.
///
/// The numbers of a line are its last `dim` fields, so words may hold spaces; fields are parted by
/// spaces or tabs. Blank lines are left out, and so are words of no bytes; of a word that occurs
/// again only the first vector is kept. That, and a header that promises another number of lines,
/// is said in `notes`, which may be null. `path` names the source in messages.
///
/// Throws FormatError with the line where fields are missing, a number is not a number or not
/// finite, or the header promises more lines and the last has no end. Time linear in `bytes`, in
/// parallel; memory at most a small multiple of them.
Embedding parse_text_vectors(std::string_view bytes, std::string_view path, Notes* notes = nullptr);

/// Writes vectors as text, each number in the fewest digits that read back to the same float,
/// whatever the locale. The words must hold no space, tab or line end (`write_vectors` sees to
/// that). The bytes do not depend on the number of threads. Throws IoError.
void write_text_vectors(const Embedding& embedding, const TextVectorStyle& style, ByteSink& file);

}  // namespace eigenlex::internal
