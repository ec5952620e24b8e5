#include "notes.hpp"

#include <cstdio>

#include <fmt/format.h>

namespace eigenlex::tool {

void print_notes(const Notes& notes) {
  for (const std::string& note : notes) fmt::print(stderr, "note: {}\n", note);
}

}  // namespace eigenlex::tool
