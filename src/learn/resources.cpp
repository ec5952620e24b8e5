#include "eigenlex/learn/resources.hpp"

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {

void Resources::validate() const {
  if (threads < 0) {
    throw OptionError("Resources.threads", fmt::to_string(threads),
                      "must be at least 0 (0 for all)");
  }
  if (memory < 0) {
    throw OptionError("Resources.memory", fmt::to_string(memory), "must be at least 0 (no limit)");
  }
}

}  // namespace eigenlex
