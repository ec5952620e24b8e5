#pragma once

#include <filesystem>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/refine/word_map.hpp"

namespace eigenlex {

/// The map of the vectors at a path: that which is kept beside them (companion "map") if it is of
/// these vectors and options, otherwise a new one, which is then kept there.
///
/// A map that is out of date or damaged is replaced; the observer gets a note that says so. Where
/// the new one cannot be kept, as in a folder that may not be written to, that is a note as well
/// and no error. Stages, where a map is made: "read", those of `word_map`, "write". Throws as
/// `word_map`, and IoError and FormatError where the vectors cannot be read. The same map for the
/// same vectors and options, kept or new.
WordMap open_or_make_map(const std::filesystem::path& vectors, const WordMapOptions& options = {},
                         const ReadOptions& read = {}, Observer& observer = unobserved());

/// The same of vectors at a path that were read from there.
WordMap open_or_make_map(const std::filesystem::path& vectors, const Embedding& embedding,
                         const WordMapOptions& options = {}, const ReadOptions& read = {},
                         Observer& observer = unobserved());

}  // namespace eigenlex
