#pragma once

#include <filesystem>
#include <string>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/refine/word_map.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// Writes a map as a folder: map.json, places.npy, class_of.npy. `vectors_checksum` says which
/// vectors it is of. The folder appears when it is complete. Throws IoError.
void write_word_map(const WordMap& map, const WordMapOptions& options,
                    const std::string& vectors_checksum, const std::filesystem::path& path);

/// Reads what `write_word_map` writes. Throws IoError; FormatError where a file is damaged or the
/// parts do not fit together; OutdatedError where the map is of other vectors, or was made with
/// other options or in another way. Without `verify_checksums` the files are not compared with
/// theirs.
WordMap read_word_map(const std::filesystem::path& path, const WordMapOptions& options,
                      const std::string& vectors_checksum, const ReadOptions& read = {});

/// Writes a line `word<TAB>x<TAB>y<TAB>class` for each word, the most frequent first. The file
/// appears when it is complete. Throws IoError, OptionError where map and words do not fit, and
/// FormatError where a word holds a tab or a line end.
void write_word_map_lines(const WordMap& map, const Vocabulary& words,
                          const std::filesystem::path& path);

}  // namespace eigenlex
