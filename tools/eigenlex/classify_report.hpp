#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/neural/classification_score.hpp"

namespace eigenlex::tool {

/// A score as an object.
nlohmann::ordered_json to_json(const ClassificationScore& score,
                               const std::vector<std::string>& class_names);

/// Prints a score for a person: the figures, a line a class, and the confusion matrix where there
/// are few classes.
void print_score(const ClassificationScore& score, const std::vector<std::string>& class_names);

}  // namespace eigenlex::tool
