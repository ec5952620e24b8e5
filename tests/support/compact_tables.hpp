#pragma once

#include <cstdint>
#include <numeric>

#include "eigenlex/core/random.hpp"
#include "eigenlex/embedding/storage.hpp"

namespace eigenlex::testing {

/// Random codes, each row of another length.
inline Int8Table random_int8(Eigen::Index rows, Eigen::Index dim, std::uint64_t seed) {
  Random random(seed);
  Int8Table table{Int8Table::Codes(rows, dim), Eigen::VectorXf(rows)};
  for (std::int8_t& code : table.codes.reshaped()) {
    code = static_cast<std::int8_t>(static_cast<int>(random.below(255)) - 127);
  }
  for (float& scale : table.scales) scale = 0.001F + static_cast<float>(random.uniform());
  return table;
}

/// Random codes of random codewords, dealt to groups from the last component to the first.
inline PqTable random_pq(Eigen::Index rows, Eigen::Index dim, Eigen::Index groups,
                         std::uint64_t seed) {
  Random random(seed);
  PqTable table{.codes = PqTable::Codes(rows, groups),
                .codebook = Table(40, dim),
                .columns = std::vector<std::int32_t>(static_cast<std::size_t>(dim)),
                .lengths = std::vector<std::uint8_t>(static_cast<std::size_t>(rows)),
                .shortest = 0.5F,
                .longest = 20};
  for (float& value : table.codebook.reshaped()) value = static_cast<float>(random.normal());
  for (std::uint8_t& code : table.codes.reshaped()) {
    code = static_cast<std::uint8_t>(random.below(40));
  }
  std::iota(table.columns.rbegin(), table.columns.rend(), 0);
  for (std::uint8_t& length : table.lengths) {
    length = static_cast<std::uint8_t>(1 + random.below(255));
  }
  return table;
}

}  // namespace eigenlex::testing
