#pragma once

#include <filesystem>

#include "eigenlex/compare/contender.hpp"

namespace eigenlex::tool {

/// Runs the trainings of contenders that `contender_named` knows in processes of their own, so that
/// their peak memory is measured. `folder` is where a process leaves its table and its messages
/// until they are read.
TrainingRunner train_in_child(std::filesystem::path folder);

}  // namespace eigenlex::tool
