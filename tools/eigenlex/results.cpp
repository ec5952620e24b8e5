#include "results.hpp"

#include <cerrno>
#include <cstdio>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"

namespace eigenlex::tool {

void print_json_line(const nlohmann::ordered_json& value) {
  fmt::print("{}\n", value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void flush_results() {
  errno = 0;
  // What failed before, in the middle of a long answer, is only known from the flag.
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw IoError::from_errno("standard output", "write", errno == 0 ? EIO : errno);
  }
}

}  // namespace eigenlex::tool
