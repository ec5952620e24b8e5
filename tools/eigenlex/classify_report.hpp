#pragma once

#include <string>
#include <vector>

#include "eigenlex/classify/train_on_file.hpp"

namespace eigenlex::tool {

/// A score for a person: the figures, a line a class or type of entity, and the confusion matrix
/// where there are few classes.
std::string score_text(const ClassifierScore& score, const std::vector<std::string>& class_names);

}  // namespace eigenlex::tool
