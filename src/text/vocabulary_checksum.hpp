#pragma once

#include <string>

#include <fmt/format.h>

#include "eigenlex/text/vocabulary.hpp"

#include "core/checksum.hpp"

namespace eigenlex::internal {

/// The checksum of the file that a vocabulary is written to.
inline std::string vocabulary_checksum(const Vocabulary& vocabulary) {
  std::string lines;
  for (std::int32_t id = 0; id < vocabulary.size(); ++id) {
    lines += fmt::format("{}\t{}\n", vocabulary.word(id), vocabulary.count(id));
  }
  return bytes_checksum(lines);
}

}  // namespace eigenlex::internal
