#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "eigenlex/classify/classifier.hpp"

namespace eigenlex::internal {

/// Sizes of a network, from which those of its arrays follow.
struct NetworkShape {
  Network network = Network::kCnn;
  Task task = Task::kClasses;
  std::int64_t dim = 0;      ///< of the vectors of words
  std::int64_t classes = 0;  ///< or tags
  std::int64_t filters = 0;  ///< of each width, kCnn
  std::int64_t hidden = 0;   ///< units: of the layer of kPooled, of a direction of kLstm and kGru
};

/// Widths of the convolutions of kCnn.
const std::vector<std::int64_t>& filter_widths();

/// Names and shapes of the arrays of a network beside "embedding". Matrices take an input row from
/// the left: x W + b.
std::map<std::string, std::vector<std::int64_t>> array_shapes(const NetworkShape& shape);

/// First values: matrices uniform in ±sqrt(6 / (rows + columns)) (Glorot & Bengio, AISTATS 2010),
/// biases 0, that of the forget gates of kLstm 1 (Jozefowicz et al., ICML 2015). A function of the
/// shape and the seed.
std::map<std::string, NpyArray<float>> first_weights(const NetworkShape& shape, std::uint64_t seed);

}  // namespace eigenlex::internal
