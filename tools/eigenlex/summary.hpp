#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/components.hpp"
#include "eigenlex/embedding/model_summary.hpp"

#include "console.hpp"
#include "options.hpp"

namespace eigenlex::tool {

/// Figures of counts for a person, a line each, on stderr.
void print_summary(const Counts& counts, const Console& console);

/// Figures of a model that was just made, for a person and, if the settings ask for that, for a
/// program; and the command to go on with, about a word of the model.
void print_made(const ModelSummary& model, const Settings& settings, const Console& console,
                const char* next, std::string_view word);

/// The same of components.
void print_made(const Components& components, const Settings& settings, const Console& console);

/// "s_1 3192, s_10 700, ..., s_300 197"
std::string spectrum_text(const Eigen::VectorXf& singular_values);

/// A word or path as a shell wants it typed.
std::string shell_quoted(std::string_view text);

/// "3.21e+06 at the start, 2.87e+06, 2.85e+06": the objective of ALS by sweep, from the
/// description of a model; nothing where it has none.
std::string objective_text(const nlohmann::json& description);

}  // namespace eigenlex::tool
