#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/learn/resources.hpp"

#include "learn/stages.hpp"
#include "learn/work_folder.hpp"

namespace eigenlex::internal {

/// The folder of temporary files where the resources ask for any, or to remove one that was left;
/// null where neither is so. Throws OptionError where none is named, and as `WorkFolder`.
std::unique_ptr<WorkFolder> make_work_folder(const Resources& resources);

/// What counts are made of, by which a later run knows them.
nlohmann::json count_origin(const std::vector<std::string>& corpus, const CountRecipe& recipe);

/// The counts that an earlier run left in the work folder, if they are those that are wanted.
std::optional<Counts> resumed_counts(WorkFolder& work, const nlohmann::json& origin,
                                     const Resources& resources, const LaterMemory& later,
                                     Observer& observer);

}  // namespace eigenlex::internal
