#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/query/unit_table.hpp"

namespace eigenlex::python {

/// Words and their vectors as Python holds them, and the table by which questions about them are
/// answered, made when the first is asked. Any number of threads may use it.
class HeldVectors {
 public:
  /// The embedding may be a part of what the pointer keeps. `description` is that of the model.
  HeldVectors(std::shared_ptr<const Embedding> embedding, nlohmann::json description)
      : embedding_(std::move(embedding)), description_(std::move(description)) {}

  const Vocabulary& vocabulary() const { return embedding_->vocabulary; }
  const Table& table() const { return embedding_->table; }
  const Embedding& embedding() const { return *embedding_; }
  const nlohmann::json& description() const { return description_; }
  /// The vectors at length 1. Not to be called with Python's lock, which the thread that makes them
  /// does not have.
  const UnitTable& units() const;
  /// Makes that table, which takes a while, unless it is there. To be called with Python's lock; a
  /// signal stops it.
  void prepare() const;

 private:
  std::shared_ptr<const Embedding> embedding_;
  nlohmann::json description_;
  mutable std::once_flag asked_;
  mutable std::optional<UnitTable> units_;
  mutable std::atomic<bool> prepared_{false};
};

}  // namespace eigenlex::python
