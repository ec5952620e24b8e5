#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <ATen/ATen.h>

#include "eigenlex/core/random.hpp"

#include "neural/torch/batch.hpp"
#include "neural/torch/network_shape.hpp"

namespace eigenlex::internal {

/// Leaves out inputs at random while training, and scales up the others.
class Dropout {
 public:
  /// Leaves out none.
  Dropout() = default;
  Dropout(double rate, Random random) : rate_(rate), random_(random) {}
  at::Tensor operator()(const at::Tensor& input);

 private:
  double rate_ = 0;
  Random random_{0};
};

/// The parameters of a network as tensors, by name.
using Tensors = std::map<std::string, at::Tensor>;

/// Scores of the classes for each text of a shard, or for each of its tokens where the task is
/// kTags: a row each, before the softmax. `rows` are the vectors of the shard's distinct ids.
at::Tensor class_scores(const NetworkShape& shape, const Tensors& parameters,
                        const at::Tensor& rows, const Shard& shard, Dropout& dropout);

}  // namespace eigenlex::internal
