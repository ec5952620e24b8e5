#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/matrix_model.hpp"
#include "eigenlex/embedding/model.hpp"

#include "console.hpp"
#include "options.hpp"

namespace eigenlex::tool {

/// The rows of a matrix as words and its columns as contexts, for what looks at models of either
/// kind.
Model as_model(MatrixModel model);

/// Figures of counts or of a model for a person, a line each, on stderr.
void print_summary(const Counts& counts, const Console& console);
void print_summary(const Model& model, const Console& console);

/// The summary of a model of words that was just trained, in both ways if the run asks for that,
/// and what to do next with it.
void print_trained(const Model& model, const RunSettings& run, const Console& console);

/// The same for a program.
nlohmann::ordered_json summary_json(const Counts& counts);
nlohmann::ordered_json summary_json(const Model& model);

/// "s_1 3192, s_10 700, ..., s_300 197"
std::string spectrum_text(const Eigen::VectorXf& singular_values);

/// A word or path as a shell wants it typed.
std::string shell_quoted(std::string_view text);

/// "3.21e+06 at the start, 2.87e+06, 2.85e+06": the objective of ALS by sweep, from the
/// description of a model; nothing where it has none.
std::string objective_text(const nlohmann::json& description);

}  // namespace eigenlex::tool
