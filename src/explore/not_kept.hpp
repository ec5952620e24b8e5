#pragma once

#include <string>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex::internal {

/// What a request needs and a model has not: "counts", "text" or "map".
class NotKept : public Error {
 public:
  explicit NotKept(std::string what)
      : Error(fmt::format("the model has no {} kept beside it", what)), what_(std::move(what)) {}

  const std::string& name() const { return what_; }

 private:
  std::string what_;
};

}  // namespace eigenlex::internal
