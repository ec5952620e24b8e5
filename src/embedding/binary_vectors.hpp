#pragma once

#include <string_view>

#include "eigenlex/core/notes.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/text/byte_sink.hpp"

namespace eigenlex::internal {

/// Reads vectors in the binary format of word2vec (Mikolov et al. 2013): a line "words components",
/// then for each word its bytes, a space and its components as little-endian float32.
///
/// A line end after each vector is skipped where there is one: word2vec writes it, gensim does not.
/// Where it is there, words may hold spaces, and more words may follow than the header promises.
/// Words of no bytes are left out; of a word that occurs again only the first vector is kept. Such
/// things are said in `notes`, which may be null. `path` names the source in messages.
///
/// Throws FormatError with the byte where the data end early or go on, a word holds a line end, or
/// a number is not finite. Time linear in `bytes`; memory at most a small multiple of them.
Embedding parse_binary_vectors(std::string_view bytes, std::string_view path,
                               Notes* notes = nullptr);

/// Writes that format as word2vec does, with a line end after each vector. The words must hold no
/// space, tab or line end (`write_vectors` sees to that). Throws IoError.
void write_binary_vectors(const Embedding& embedding, ByteSink& file);

}  // namespace eigenlex::internal
