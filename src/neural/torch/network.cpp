#include "neural/torch/network.hpp"

#include <algorithm>
#include <numeric>

#include "neural/torch/functions.hpp"

namespace eigenlex::internal {
namespace {

at::Tensor indices(const std::vector<std::int64_t>& values) {
  return at::tensor(at::ArrayRef<std::int64_t>(values));
}

/// The mean vector of each text: a matrix of shares of words times their vectors.
at::Tensor mean_rows(const at::Tensor& rows, const Shard& shard) {
  at::Tensor shares = at::zeros({shard.size(), rows.size(0)}, rows.options().requires_grad(false));
  float* share = shares.data_ptr<float>();
  for (std::int64_t text = 0; text < shard.size(); ++text, share += rows.size(0)) {
    const std::int64_t begin = shard.offsets[static_cast<std::size_t>(text)];
    for (std::int64_t t = begin; t < begin + shard.length(text); ++t) {
      share[shard.tokens[static_cast<std::size_t>(t)]] +=
          1 / static_cast<float>(shard.length(text));
    }
  }
  return product(shares, rows);
}

/// The tokens of a shard in the order in which a recurrent layer takes them: step by step, the
/// texts by length, longest first, so that those still going on are the first of a step.
struct Steps {
  /// Rows of the tokens.
  std::vector<std::int64_t> rows;
  /// Texts that go on at each step.
  std::vector<std::int64_t> sizes;
  /// For each token of the shard, where the step order has it.
  std::vector<std::int64_t> places;
};

Steps steps_of(const Shard& shard, bool backward) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(shard.size()));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
    return shard.length(a) > shard.length(b);
  });
  Steps steps;
  steps.places.resize(shard.tokens.size());
  for (std::int64_t step = 0; step < shard.length(order.front()); ++step) {
    std::int64_t size = 0;
    for (const std::int64_t text : order) {
      if (shard.length(text) <= step) break;
      const std::int64_t place = backward ? shard.length(text) - 1 - step : step;
      const auto token =
          static_cast<std::size_t>(shard.offsets[static_cast<std::size_t>(text)] + place);
      steps.places[token] = std::ssize(steps.rows);
      steps.rows.push_back(shard.tokens[token]);
      ++size;
    }
    steps.sizes.push_back(size);
  }
  return steps;
}

/// h, c of the texts after a step of an LSTM.
struct LstmState {
  at::Tensor output;
  at::Tensor cell;
};

LstmState lstm_step(const at::Tensor& gates, const at::Tensor& cell) {
  const std::vector<at::Tensor> parts = gates.chunk(4, 1);
  const at::Tensor next = parts[1].sigmoid() * cell + parts[0].sigmoid() * parts[2].tanh();
  return {parts[3].sigmoid() * next.tanh(), next};
}

/// h after a step of a GRU; `state` is h U of before, `output` h.
at::Tensor gru_step(const at::Tensor& input, const at::Tensor& state, const at::Tensor& output,
                    const at::Tensor& candidate_bias) {
  const std::vector<at::Tensor> x = input.chunk(3, 1);
  const std::vector<at::Tensor> h = state.chunk(3, 1);
  const at::Tensor reset = (x[0] + h[0]).sigmoid();
  const at::Tensor update = (x[1] + h[1]).sigmoid();
  const at::Tensor candidate = (x[2] + reset * (h[2] + candidate_bias)).tanh();
  return candidate + update * (output - candidate);
}

/// Outputs of one direction of a recurrent layer, a row for each token of the shard.
at::Tensor recurrent_outputs(const NetworkShape& shape, const Tensors& parameters,
                             const at::Tensor& rows, const Shard& shard, bool backward) {
  const std::string direction = backward ? "backward_" : "forward_";
  const Steps steps = steps_of(shard, backward);
  const at::Tensor projected =
      product(rows, parameters.at(direction + "input_weight")) + parameters.at(direction + "bias");
  const std::vector<at::Tensor> inputs =
      projected.index_select(0, indices(steps.rows)).split_with_sizes(steps.sizes, 0);
  const at::Tensor& state_weight = parameters.at(direction + "state_weight");
  at::Tensor output = at::zeros({shard.size(), shape.hidden}, at::kFloat);
  at::Tensor cell = output;
  std::vector<at::Tensor> outputs;
  for (std::size_t step = 0; step < inputs.size(); ++step) {
    const std::int64_t size = steps.sizes[step];
    output = output.narrow(0, 0, size);
    const at::Tensor state = product(output, state_weight);
    if (shape.network == Network::kLstm) {
      const LstmState next = lstm_step(inputs[step] + state, cell.narrow(0, 0, size));
      output = next.output;
      cell = next.cell;
    } else {
      output = gru_step(inputs[step], state, output, parameters.at(direction + "candidate_bias"));
    }
    outputs.push_back(output);
  }
  return at::cat(outputs, 0).index_select(0, indices(steps.places));
}

/// The greatest of each column over the tokens of each text.
at::Tensor max_over_tokens(const at::Tensor& tokens, const Shard& shard) {
  std::vector<at::Tensor> maxima;
  std::vector<std::int64_t> lengths;
  for (std::int64_t i = 0; i < shard.size(); ++i) lengths.push_back(shard.length(i));
  for (const at::Tensor& text : tokens.split_with_sizes(lengths, 0)) {
    maxima.push_back(std::get<0>(text.max(0)));
  }
  return at::stack(maxima, 0);
}

at::Tensor last_inputs(const NetworkShape& shape, const Tensors& parameters, const at::Tensor& rows,
                       const Shard& shard) {
  if (shape.network == Network::kPooled) {
    return (product(mean_rows(rows, shard), parameters.at("hidden_weight")) +
            parameters.at("hidden_bias"))
        .relu();
  }
  if (shape.network == Network::kCnn) {
    const at::Tensor projected = product(rows, parameters.at("filter_weight"));
    // The bias is the same in every window and ReLU never falls, so both come after the maximum.
    return (max_over_windows(projected, shard, filter_widths(), shape.filters) +
            parameters.at("filter_bias"))
        .relu();
  }
  const at::Tensor tokens = at::cat({recurrent_outputs(shape, parameters, rows, shard, false),
                                     recurrent_outputs(shape, parameters, rows, shard, true)},
                                    1);
  return shape.task == Task::kTags ? tokens : max_over_tokens(tokens, shard);
}

}  // namespace

at::Tensor Dropout::operator()(const at::Tensor& input) {
  if (rate_ == 0) return input;
  at::Tensor factors = at::empty(input.sizes(), at::kFloat);
  float* factor = factors.data_ptr<float>();
  const float kept = static_cast<float>(1 / (1 - rate_));
  for (std::int64_t i = 0; i < factors.numel(); ++i) {
    factor[i] = random_.uniform() < rate_ ? 0 : kept;
  }
  return input * factors;
}

at::Tensor class_scores(const NetworkShape& shape, const Tensors& parameters,
                        const at::Tensor& rows, const Shard& shard, Dropout& dropout) {
  return product(dropout(last_inputs(shape, parameters, rows, shard)),
                 parameters.at("output_weight")) +
         parameters.at("output_bias");
}

}  // namespace eigenlex::internal
