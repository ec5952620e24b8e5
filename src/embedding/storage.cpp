#include "eigenlex/embedding/storage.hpp"

#include <cmath>
#include <cstddef>
#include <utility>

#include "eigenlex/core/parallel.hpp"

namespace eigenlex {
namespace {

constexpr std::int64_t kStoredRowsPerBlock = 256;

Eigen::Index rows_of(const Table& table) { return table.rows(); }
Eigen::Index rows_of(const Int8Table& table) { return table.codes.rows(); }
Eigen::Index rows_of(const PqTable& table) { return table.codes.rows(); }

Eigen::Index dimensions_of(const Table& table) { return table.cols(); }
Eigen::Index dimensions_of(const Int8Table& table) { return table.codes.cols(); }
Eigen::Index dimensions_of(const PqTable& table) { return table.codebook.cols(); }

std::int64_t bytes_of(const Table& table) { return 4 * table.size(); }

std::int64_t bytes_of(const Int8Table& table) {
  return table.codes.size() + 4 * table.scales.size();
}

std::int64_t bytes_of(const PqTable& table) {
  return table.codes.size() + 4 * table.codebook.size() + 4 * std::ssize(table.columns) +
         std::ssize(table.lengths);
}

void decode_row(const Table& table, Eigen::Index id, Eigen::Ref<Eigen::RowVectorXf> row) {
  row = table.row(id);
}

void decode_row(const Int8Table& table, Eigen::Index id, Eigen::Ref<Eigen::RowVectorXf> row) {
  row = table.scales[id] * table.codes.row(id).cast<float>();
}

void decode_row(const PqTable& table, Eigen::Index id, Eigen::Ref<Eigen::RowVectorXf> row) {
  const Eigen::Index dim = table.codebook.cols();
  const Eigen::Index groups = table.codes.cols();
  const float length = table.length_of(table.lengths[static_cast<std::size_t>(id)]);
  for (Eigen::Index group = 0; group < groups; ++group) {
    const std::int64_t end = group_begin(group + 1, dim, groups);
    for (std::int64_t j = group_begin(group, dim, groups); j < end; ++j) {
      row[table.columns[static_cast<std::size_t>(j)]] =
          length * table.codebook(table.codes(id, group), j);
    }
  }
}

}  // namespace

float PqTable::length_of(std::uint8_t byte) const {
  if (byte == 0) return 0;
  return shortest * std::pow(longest / shortest, static_cast<float>(byte - 1) / 254.0f);
}

Eigen::Index rows_of(const Storage& storage) {
  return std::visit([](const auto& table) { return rows_of(table); }, storage);
}

Eigen::Index dimensions_of(const Storage& storage) {
  return std::visit([](const auto& table) { return dimensions_of(table); }, storage);
}

std::int64_t bytes_of(const Storage& storage) {
  return std::visit([](const auto& table) { return bytes_of(table); }, storage);
}

void decode_row(const Storage& storage, Eigen::Index id, Eigen::Ref<Eigen::RowVectorXf> row) {
  std::visit([&](const auto& table) { decode_row(table, id, row); }, storage);
}

Table decode(Storage storage) {
  if (auto* floats = std::get_if<Table>(&storage)) return std::move(*floats);
  Table vectors(rows_of(storage), dimensions_of(storage));
  parallel_blocks(vectors.rows(), kStoredRowsPerBlock,
                  [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::int64_t id = begin; id < end; ++id) {
                      decode_row(storage, id, vectors.row(id));
                    }
                  });
  return vectors;
}

}  // namespace eigenlex
