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

/// That of a rank other than the first, as "out.work.2" for rank 2 beside "out.work". It has
/// nothing to resume from. That of the first rank removes, when it is made, what such ranks left
/// where it sees it.
std::unique_ptr<WorkFolder> make_rank_work_folder(Resources resources, int rank);

/// What counts are made of, by which a later run knows them.
nlohmann::json count_origin(const std::vector<std::string>& corpus, const CountRecipe& recipe);

/// The counts that an earlier run left in the work folder, if they are those that are wanted.
std::optional<Counts> resumed_counts(WorkFolder& work, const nlohmann::json& origin,
                                     const Resources& resources, const LaterMemory& later,
                                     Observer& observer);

}  // namespace eigenlex::internal
