#include "eigenlex/embedding/stored_embedding.hpp"

#include <algorithm>
#include <utility>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/compact.hpp"
#include "eigenlex/embedding/formats.hpp"
#include "eigenlex/embedding/matrix_model.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/embedding/search_index.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

StoredEmbedding stored(Embedding embedding) {
  return {std::move(embedding.vocabulary), std::move(embedding.table)};
}

StoredEmbedding stored(CompactModel compact) {
  nlohmann::json made = compact.description.value("model", nlohmann::json::object());
  if (!made.is_object()) made = nlohmann::json::object();
  return {std::move(compact.vocabulary), as_storage(std::move(compact.table)), std::move(made)};
}

StoredEmbedding stored(Embedding words, nlohmann::json description) {
  return {std::move(words.vocabulary), std::move(words.table), std::move(description)};
}

}  // namespace

StoredEmbedding open_embedding(const fs::path& path, const ReadOptions& options) {
  std::error_code unknown;
  if (!fs::is_directory(path, unknown)) {
    Notes notes;
    StoredEmbedding embedding = stored(read_vectors(path, &notes));
    if (options.note) std::for_each(notes.begin(), notes.end(), options.note);
    return embedding;
  }
  if (is_compact(path)) return stored(read_compact(path, options));
  if (is_search_index(path)) return read_text_vectors(path, options);
  if (is_matrix_model(path)) {
    MatrixModel model = read_matrix_model(path, options, ModelParts::kWords);
    return stored(std::move(model.rows), std::move(model.description));
  }
  if (is_model(path)) {
    Model model = read_model(path, options, ModelParts::kWords);
    return stored(std::move(model.words), std::move(model.description));
  }
  throw FormatError::at_path(path.string(), "is a folder without model.json, so no model");
}

Embedding decode(StoredEmbedding embedding) {
  return {std::move(embedding.vocabulary), decode(std::move(embedding.vectors))};
}

Embedding load_embedding(const fs::path& path, const ReadOptions& options) {
  return decode(open_embedding(path, options));
}

}  // namespace eigenlex
