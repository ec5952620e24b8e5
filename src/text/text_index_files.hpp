#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/artifact.hpp"

namespace eigenlex::internal {

// The files of a text with an index, as its writer and its reader know them.

inline constexpr std::string_view kTextBytes = "text.bin";
inline constexpr std::string_view kTextBlocks = "blocks.npy";
inline constexpr std::string_view kIndexWords = "words.bin";
inline constexpr std::string_view kDictionary = "dictionary.npy";
inline constexpr std::string_view kPostings = "postings.bin";
inline constexpr std::string_view kFileNames = "files.bin";
inline constexpr std::string_view kFileNameEnds = "file_ends.npy";

inline constexpr std::array<std::string_view, 9> kTextIndexKeys = {
    "tokens", "words",     "bytes",     "files_read", "positions",
    "blocks", "tokenizer", "lowercase", "document"};
inline constexpr ArtifactFormat kTextIndexFormat{
    .name = "text index", .manifest = "text.json", .keys = kTextIndexKeys};

/// A block of text: a row of blocks.npy. One more row than there are blocks says where the last
/// ends.
struct StoredBlock {
  std::int64_t file = 0;      ///< number of its file
  std::int64_t line = 0;      ///< of that, in which it begins, from 1
  std::int64_t position = 0;  ///< of its first token
  std::int64_t begin = 0;     ///< in the text of all files
  std::int64_t packed = 0;    ///< where it begins in text.bin

  static constexpr std::int64_t kFields = 5;
  std::array<std::int64_t, kFields> row() const { return {file, line, position, begin, packed}; }
};

/// A word: a row of dictionary.npy. One more row than there are words says where the last ends.
struct StoredWord {
  static constexpr std::int64_t kFields = 4;  // begin in words.bin; begin, bytes, count of postings
};

/// Positions that are passed over between documents, so that no window reaches across.
inline constexpr std::int64_t kDocumentGap = 128;
inline constexpr std::size_t kTextBlockBytes = std::size_t{1} << 15;
/// A line without a blank may make a longer block, but no longer than a document can be.
inline constexpr std::int64_t kMostBlockBytes = std::int64_t{1} << 31;

}  // namespace eigenlex::internal
