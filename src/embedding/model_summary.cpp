#include "eigenlex/embedding/model_summary.hpp"

#include <utility>

#include "eigenlex/embedding/compact.hpp"
#include "eigenlex/embedding/stored_embedding.hpp"

namespace eigenlex {
namespace {

ModelSummary summarize(CompactModel model) {
  ModelSummary summary{.words = std::move(model.vocabulary)};
  summary.dim = dimensions_of(as_storage(std::move(model.table)));
  const auto part = [&](const char* key) {
    nlohmann::json found = model.description.value(key, nlohmann::json());
    return found.is_object() ? found : nlohmann::json::object();
  };
  summary.description = part("model");
  if (nlohmann::json measured = part("compact"); !measured.empty()) {
    summary.description["compact"] = std::move(measured);
  }
  return summary;
}

}  // namespace

ModelSummary summarize(Model model) {
  return {.words = std::move(model.words.vocabulary),
          .dim = model.words.table.cols(),
          .contexts = model.contexts.rows(),
          .singular_values = std::move(model.singular_values),
          .exponent = model.exponent,
          .description = std::move(model.description),
          .run = std::move(model.run)};
}

ModelSummary summarize(MatrixModel model) {
  return {.words = std::move(model.rows.vocabulary),
          .dim = model.rows.table.cols(),
          .contexts = model.columns.table.rows(),
          .singular_values = std::move(model.singular_values),
          .exponent = model.exponent,
          .description = std::move(model.description),
          .run = std::move(model.run)};
}

ModelSummary read_summary(const std::filesystem::path& path, const ReadOptions& options) {
  if (is_compact(path)) return summarize(read_compact(path, options));
  if (is_matrix_model(path)) return summarize(read_matrix_model(path, options));
  return summarize(read_any_model(path, options));
}

nlohmann::ordered_json to_json(const ModelSummary& summary) {
  return {{"words", summary.words.size()},
          {"dim", summary.dim},
          {"exponent", summary.exponent ? nlohmann::ordered_json(*summary.exponent)
                                        : nlohmann::ordered_json(nullptr)},
          {"description", summary.description},
          {"run", summary.run}};
}

Model read_any_model(const std::filesystem::path& path, const ReadOptions& options,
                     ModelParts parts) {
  if (is_model(path) && !is_matrix_model(path)) return read_model(path, options, parts);
  if (is_matrix_model(path)) {
    MatrixModel model = read_matrix_model(path, options, ModelParts::kWords);
    return {.words = std::move(model.rows),
            .contexts = {},
            .singular_values = std::move(model.singular_values),
            .exponent = model.exponent,
            .description = std::move(model.description),
            .run = std::move(model.run)};
  }
  StoredEmbedding stored = open_embedding(path, options);
  nlohmann::json description = std::move(stored.description);
  return {.words = decode(std::move(stored)),
          .contexts = {},
          .singular_values = {},
          .description = std::move(description)};
}

}  // namespace eigenlex
