#include "classify/adam.hpp"

#include <cmath>

namespace eigenlex::internal {

Adam::Adam(std::int64_t rows, std::int64_t columns, const AdamOptions& options)
    : options_(options),
      columns_(columns),
      mean_(static_cast<std::size_t>(rows * columns), 0),
      square_(mean_.size(), 0) {}

void Adam::begin_step() {
  ++step_;
  const double t = static_cast<double>(step_);
  rate_ = options_.learning_rate / (1 - std::pow(options_.beta1, t));
  square_correction_ = 1 / (1 - std::pow(options_.beta2, t));
}

void Adam::move_row(std::int64_t row, std::span<float> parameters,
                    std::span<const float> gradient) {
  const std::size_t begin = static_cast<std::size_t>(row * columns_);
  float* const mean = mean_.data() + begin;
  float* const square = square_.data() + begin;
  const float beta1 = static_cast<float>(options_.beta1);
  const float beta2 = static_cast<float>(options_.beta2);
  const float rate = static_cast<float>(rate_);
  const float correction = static_cast<float>(square_correction_);
  const float epsilon = static_cast<float>(options_.epsilon);
  const float kept = static_cast<float>(1 - options_.learning_rate * options_.weight_decay);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const float g = gradient[i];
    mean[i] = beta1 * mean[i] + (1 - beta1) * g;
    square[i] = beta2 * square[i] + (1 - beta2) * g * g;
    parameters[i] =
        kept * parameters[i] - rate * mean[i] / (std::sqrt(square[i] * correction) + epsilon);
  }
}

void Adam::move(std::span<float> parameters, std::span<const float> gradient) {
  move_row(0, parameters, gradient);
}

}  // namespace eigenlex::internal
