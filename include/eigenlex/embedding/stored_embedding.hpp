#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/embedding/storage.hpp"

namespace eigenlex {

/// Words and their vectors as a file holds them: a compact table is not made floats of.
struct StoredEmbedding {
  Vocabulary vocabulary;
  Storage vectors;
  /// What the model says of how it was made (Model::description); of a compact table, what the
  /// model said that it was made from. Empty for files of vectors, which say nothing.
  nlohmann::json description = nlohmann::json::object();
};

/// Opens a model directory, contexts left aside, a compact model, the vectors of a search index
/// under the numbers of its texts, or a file in any `VectorFormat`. Throws IoError or FormatError.
/// Files of vectors have no checksums.
StoredEmbedding open_embedding(const std::filesystem::path& path, const ReadOptions& options = {});

/// The same with vectors in floats.
Embedding decode(StoredEmbedding embedding);

}  // namespace eigenlex
