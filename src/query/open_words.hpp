#pragma once

#include <filesystem>
#include <memory>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/stored_embedding.hpp"

#include "embedding/fasttext_file.hpp"

namespace eigenlex::internal {

/// Words with their vectors, and the n-grams that unknown words are composed of where the vectors
/// bring them, as a model of fastText does; else null.
struct OpenedWords {
  StoredEmbedding words;
  std::unique_ptr<const FastTextNgrams> ngrams = nullptr;
};

/// Opens what `open_embedding` opens, n-grams with it, which is noted. Throws as that.
OpenedWords open_words(const std::filesystem::path& path, const ReadOptions& options);

}  // namespace eigenlex::internal
