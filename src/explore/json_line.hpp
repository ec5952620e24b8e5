#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace eigenlex::internal {

/// JSON of any words on one line: bytes that are not UTF-8 become U+FFFD.
inline std::string json_line(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace eigenlex::internal
