#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace eigenlex::internal {

/// Options of Adam.
struct AdamOptions {
  double learning_rate = 1e-3;  ///< > 0
  double weight_decay = 0;      ///< decoupled; >= 0
  double beta1 = 0.9;           ///< decay of the mean of gradients, in [0, 1)
  double beta2 = 0.999;         ///< decay of the mean of their squares, in [0, 1)
  double epsilon = 1e-8;        ///< added to the denominator, > 0
};

/// Adam (Kingma & Ba, ICLR 2015) with decoupled weight decay (Loshchilov & Hutter, ICLR 2019) for
/// one array of parameters, of which a step may move some rows only.
///
/// Rows that get no gradient in a step stay as they are, their means too, as in TensorFlow's
/// LazyAdam: a table of words costs a step what the words of the batch cost.
class Adam {
 public:
  /// For an array of `rows` x `columns` numbers.
  Adam(std::int64_t rows, std::int64_t columns, const AdamOptions& options);

  /// Counts a step; call it before the moves of that step.
  void begin_step();
  /// Moves `parameters`, row `row` of the array, by its gradient of this step.
  void move_row(std::int64_t row, std::span<float> parameters, std::span<const float> gradient);
  /// Moves the whole array.
  void move(std::span<float> parameters, std::span<const float> gradient);

 private:
  AdamOptions options_;
  std::int64_t columns_;
  std::int64_t step_ = 0;
  double rate_ = 0;               // of this step, corrected for the means' start at zero
  double square_correction_ = 1;  // of the mean of squares
  std::vector<float> mean_;
  std::vector<float> square_;
};

}  // namespace eigenlex::internal
