#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/embedding/model.hpp"

#include "console.hpp"

namespace eigenlex::tool {

/// Figures of counts or of a model for a person, a line each, on stderr.
void print_summary(const Counts& counts, const Console& console);
void print_summary(const Model& model, const Console& console);

/// The same for a program.
nlohmann::ordered_json summary_json(const Counts& counts);
nlohmann::ordered_json summary_json(const Model& model);

/// "s_1 3192, s_10 700, ..., s_300 197"
std::string spectrum_text(const Eigen::VectorXf& singular_values);

}  // namespace eigenlex::tool
