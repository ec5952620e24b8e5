#include "neural/torch/network_shape.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "eigenlex/core/random.hpp"

namespace eigenlex::internal {
namespace {

/// Streams of random numbers below this are taken by the vectors of words.
constexpr std::uint64_t kFirstWeightStream = std::uint64_t{1} << 36;

/// Blocks of `hidden` columns of a recurrent layer: input, forget, cell and output gates; or reset
/// and update gates and the candidate.
std::int64_t gates(Network network) { return network == Network::kLstm ? 4 : 3; }

std::int64_t last_inputs(const NetworkShape& shape) {
  switch (shape.network) {
    case Network::kCnn:
      return std::ssize(filter_widths()) * shape.filters;
    case Network::kLstm:
    case Network::kGru:
      return 2 * shape.hidden;
    case Network::kPooled:
      return shape.hidden;
    case Network::kLinear:
      break;
  }
  return shape.dim;
}

/// Columns of a matrix by itself: filters and recurrent layers have several side by side.
std::int64_t matrix_columns(const NetworkShape& shape, const std::string& name,
                            std::int64_t columns) {
  if (name == "filter_weight") return shape.filters;
  return name == "output_weight" ? columns : shape.hidden;
}

}  // namespace

const std::vector<std::int64_t>& filter_widths() {
  static const std::vector<std::int64_t> kWidths{3, 4, 5};
  return kWidths;
}

std::map<std::string, std::vector<std::int64_t>> array_shapes(const NetworkShape& shape) {
  std::map<std::string, std::vector<std::int64_t>> shapes;
  if (shape.network == Network::kPooled) {
    shapes["hidden_weight"] = {shape.dim, shape.hidden};
    shapes["hidden_bias"] = {shape.hidden};
  } else if (shape.network == Network::kCnn) {
    const std::vector<std::int64_t>& widths = filter_widths();
    const std::int64_t places = std::accumulate(widths.begin(), widths.end(), std::int64_t{0});
    shapes["filter_weight"] = {shape.dim, places * shape.filters};
    shapes["filter_bias"] = {std::ssize(widths) * shape.filters};
  } else if (shape.network == Network::kLstm || shape.network == Network::kGru) {
    const std::int64_t columns = gates(shape.network) * shape.hidden;
    for (const std::string direction : {"forward_", "backward_"}) {
      shapes[direction + "input_weight"] = {shape.dim, columns};
      shapes[direction + "state_weight"] = {shape.hidden, columns};
      shapes[direction + "bias"] = {columns};
      if (shape.network == Network::kGru) shapes[direction + "candidate_bias"] = {shape.hidden};
    }
  }
  shapes["output_weight"] = {last_inputs(shape), shape.classes};
  shapes["output_bias"] = {shape.classes};
  return shapes;
}

std::map<std::string, NpyArray<float>> first_weights(const NetworkShape& shape,
                                                     std::uint64_t seed) {
  std::map<std::string, NpyArray<float>> weights;
  std::uint64_t stream = kFirstWeightStream;
  for (const auto& [name, sizes] : array_shapes(shape)) {
    Random random(seed, stream++);
    std::int64_t size = 1;
    for (const std::int64_t n : sizes) size *= n;
    NpyArray<float> array{sizes, std::vector<float>(static_cast<std::size_t>(size), 0)};
    if (sizes.size() == 2) {
      const std::int64_t columns = matrix_columns(shape, name, sizes[1]);
      const double bound = std::sqrt(6.0 / static_cast<double>(sizes[0] + columns));
      for (float& value : array.values) {
        value = static_cast<float>(bound * (2 * random.uniform() - 1));
      }
    } else if (shape.network == Network::kLstm && name.ends_with("ward_bias")) {
      const auto forget = array.values.begin() + shape.hidden;
      std::fill(forget, forget + shape.hidden, 1.0f);
    }
    weights[name] = std::move(array);
  }
  return weights;
}

}  // namespace eigenlex::internal
