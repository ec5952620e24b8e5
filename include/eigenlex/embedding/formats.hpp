#pragma once

#include <filesystem>

#include "eigenlex/core/enum_names.hpp"
#include "eigenlex/core/notes.hpp"
#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex {

/// Formats in which embeddings travel between programs.
enum class VectorFormat {
  kWord2vecText,    ///< a line "words components", then a word and its numbers a line
  kWord2vecBinary,  ///< the same line, then each word, a space and float32 components
  kGloveText,       ///< as kWord2vecText without the first line
  kFastTextVec,     ///< as kWord2vecText with a space at the end of each line
  kNpy,             ///< a NumPy array NAME.npy and beside it NAME.vocab.tsv: word, count
};
constexpr auto enum_names(VectorFormat) {
  return std::to_array<EnumName<VectorFormat>>({{VectorFormat::kWord2vecText, "word2vec"},
                                                {VectorFormat::kWord2vecBinary, "word2vec-binary"},
                                                {VectorFormat::kGloveText, "glove"},
                                                {VectorFormat::kFastTextVec, "fasttext"},
                                                {VectorFormat::kNpy, "npy"}});
}

/// Reads an embedding in any `VectorFormat`, or the words of a binary model of fastText, told apart
/// by content; decompressed where it is compressed by gzip, bzip2, xz or Zstandard.
///
/// Words have the count 0 except in kNpy and fastText's models. A later vector of a word that
/// occurred before is dropped; that, and what else was decided on reading, is said in `notes`,
/// which may be null. Throws IoError, or FormatError with line or byte where the file is truncated,
/// damaged or holds numbers that are not finite, and for a file of another kind, which it names
/// where it is known. Time linear in the file, in parallel; memory at most a small multiple of its
/// size.
Embedding read_vectors(const std::filesystem::path& path, Notes* notes = nullptr);

/// Writes an embedding; the file appears when it is complete and replaces one of that name. Where
/// the name ends in .gz, .xz or .zst it is compressed so.
///
/// For kNpy, `path` is that of the array; the two files appear one after the other. Throws IoError,
/// or OptionError where the table has no row for each word or no columns, and where a word holds a
/// space, a tab or a line end (kNpy keeps spaces). The same bytes for any number of threads.
void write_vectors(const Embedding& embedding, VectorFormat format,
                   const std::filesystem::path& path);

}  // namespace eigenlex
