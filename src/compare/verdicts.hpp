#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace eigenlex::internal {

/// Who won what and by how much, in plain sentences, of the results as in results.json. Contenders
/// whose difference has an interval that holds 0 are said to be level.
std::vector<std::string> verdicts(const nlohmann::ordered_json& results);

}  // namespace eigenlex::internal
