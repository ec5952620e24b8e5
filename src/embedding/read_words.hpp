#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "eigenlex/core/notes.hpp"
#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex::internal {

/// An embedding of words as they were read from the file `path`: rows whose word has no bytes are
/// left out, and of a word that occurs again only the first is kept; `notes` says how many.
Embedding embedding_of_read_words(std::vector<std::string> words, Table table,
                                  std::string_view path, Notes& notes);

}  // namespace eigenlex::internal
