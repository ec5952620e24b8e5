#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include <Eigen/Core>
#include <nlohmann/json.hpp>

#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/matrix_model.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/text/vocabulary.hpp"

namespace eigenlex {

/// What can be said of a model of any kind without its vectors. The rows of a matrix are its words,
/// the columns its contexts.
struct ModelSummary {
  Vocabulary words;
  std::int64_t dim = 0;
  std::int64_t contexts = 0;
  /// As in `Model`, and so are the others; "compact" in the description has what was measured when
  /// a compact model was made.
  Eigen::VectorXf singular_values = {};
  std::optional<double> exponent = std::nullopt;
  nlohmann::json description = nlohmann::json::object();
  nlohmann::json run = nlohmann::json::object();
};

ModelSummary summarize(Model model);
ModelSummary summarize(MatrixModel model);

/// That of whatever `open_embedding` opens; the table of a compact model is not decoded. Throws
/// IoError or FormatError.
ModelSummary read_summary(const std::filesystem::path& path, const ReadOptions& options = {});

/// A summary as an object: words (their number), dim, exponent (null where there is none),
/// description and run.
nlohmann::ordered_json to_json(const ModelSummary& summary);

/// The model of words in whatever `open_embedding` opens, its vectors in floats: the rows of a
/// matrix, and of a compact model or a file of vectors the words alone. `parts` is for models of
/// words. Throws IoError or FormatError.
Model read_any_model(const std::filesystem::path& path, const ReadOptions& options = {},
                     ModelParts parts = ModelParts::kAll);

}  // namespace eigenlex
