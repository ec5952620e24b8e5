#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/classify/classification_score.hpp"
#include "eigenlex/classify/tagging_score.hpp"

namespace eigenlex::tool {

/// A score as an object.
nlohmann::ordered_json to_json(const ClassificationScore& score,
                               const std::vector<std::string>& class_names);

/// A score for a person: the figures, a line a class, and the confusion matrix where there are few
/// classes.
std::string score_text(const ClassificationScore& score,
                       const std::vector<std::string>& class_names);

/// A score as an object.
nlohmann::ordered_json to_json(const TaggingScore& score);

/// A score for a person: the figures and a line a type.
std::string score_text(const TaggingScore& score);

}  // namespace eigenlex::tool
