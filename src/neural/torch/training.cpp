#include "neural/torch/training.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/csrc/autograd/autograd.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"

#include "classify/adam.hpp"
#include "neural/torch/network.hpp"

namespace eigenlex::internal {
namespace {

constexpr std::int64_t kTextsInShard = 16;
constexpr std::int64_t kRowsInBlock = 256;
constexpr std::int64_t kStepsInEpoch = 30;
/// Streams of random numbers from here on are for dropout, those below for everything else.
constexpr std::uint64_t kDropoutStream = std::uint64_t{1} << 48;

/// Keeps libtorch to the thread it is called by: this program's own loops share the work out.
class SingleThreadedTorch {
 public:
  SingleThreadedTorch() : threads_(thread_count()) {
    // The first call also sets OpenMP's number of threads, as does the look-up that follows it.
    at::set_num_threads(1);
    at::get_num_threads();
    restored_.emplace(threads_);
  }

 private:
  int threads_;
  std::optional<ThreadCount> restored_;
};

at::Tensor tensor_of(const NpyArray<float>& array) {
  return at::from_blob(const_cast<float*>(array.values.data()), array.shape, at::kFloat).clone();
}

Tensors tensors_of(const std::map<std::string, NpyArray<float>>& weights, bool learned) {
  Tensors tensors;
  for (const auto& [name, array] : weights) {
    tensors[name] = tensor_of(array).requires_grad_(learned);
  }
  return tensors;
}

std::map<std::string, NpyArray<float>> arrays_of(const Tensors& tensors) {
  std::map<std::string, NpyArray<float>> arrays;
  for (const auto& [name, tensor] : tensors) {
    const float* const begin = tensor.data_ptr<float>();
    arrays[name] = {tensor.sizes().vec(), {begin, begin + tensor.numel()}};
  }
  return arrays;
}

std::span<float> values_of(const at::Tensor& tensor) {
  return {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())};
}

/// The vectors of the distinct ids of a shard.
at::Tensor rows_of(const RowMatrix& table, const Shard& shard) {
  at::Tensor rows = at::empty({std::ssize(shard.rows), table.cols()}, at::kFloat);
  float* row = rows.data_ptr<float>();
  for (const std::int32_t id : shard.rows) {
    std::copy_n(table.row(id).data(), table.cols(), row);
    row += table.cols();
  }
  return rows;
}

at::Tensor targets_of(const Examples& examples, std::span<const std::int64_t> texts) {
  std::vector<std::int64_t> targets;
  for (const std::int64_t text : texts) {
    const std::span<const std::int32_t> of_text = examples.targets_of(text);
    targets.insert(targets.end(), of_text.begin(), of_text.end());
  }
  return at::tensor(at::ArrayRef<std::int64_t>(targets));
}

/// Sum over a shard of -log of the probability of the target.
at::Tensor summed_loss(const at::Tensor& scores, const at::Tensor& targets) {
  return -scores.log_softmax(1).gather(1, targets.unsqueeze(1)).sum();
}

/// What a shard contributes to a step.
struct ShardGradient {
  Shard shard;
  double loss = 0;
  std::vector<at::Tensor> of_weights;  // in the order of the names
  at::Tensor of_rows;                  // undefined where the vectors are frozen
};

/// A network while it learns.
class Trainer {
 public:
  Trainer(RowMatrix table, const NetworkShape& shape, const ClassifierOptions& options)
      : table_(std::move(table)),
        shape_(shape),
        options_(options),
        parameters_(tensors_of(first_weights(shape, options.seed), true)),
        row_of_batch_(static_cast<std::size_t>(table_.rows()), -1) {
    const AdamOptions adam{.learning_rate = options.learning_rate,
                           .weight_decay = options.weight_decay};
    for (const auto& [name, tensor] : parameters_)
      optimizers_.emplace_back(1, tensor.numel(), adam);
    if (learns_vectors()) table_optimizer_.emplace(table_.rows(), table_.cols(), adam);
  }

  const RowMatrix& table() const { return table_; }
  const Tensors& parameters() const { return parameters_; }

  /// Takes a step on a batch; the sum of the losses over its targets before the step.
  double step(const Examples& examples, std::span<const std::int64_t> texts) {
    const std::int64_t shards = block_count(std::ssize(texts), kTextsInShard);
    std::vector<ShardGradient> gradients(static_cast<std::size_t>(shards));
    std::int64_t targets = 0;
    for (const std::int64_t text : texts) targets += std::ssize(examples.targets_of(text));
    parallel_blocks(
        std::ssize(texts), kTextsInShard,
        [&](std::int64_t shard, std::int64_t begin, std::int64_t end) {
          gradients[static_cast<std::size_t>(shard)] = shard_gradient(
              examples,
              texts.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)),
              targets, shard);
        });
    ++steps_;
    move(gradients);
    double loss = 0;
    for (const ShardGradient& gradient : gradients) loss += gradient.loss;
    return loss;
  }

 private:
  bool learns_vectors() const { return options_.mode != EmbeddingMode::kFrozen; }

  ShardGradient shard_gradient(const Examples& examples, std::span<const std::int64_t> texts,
                               std::int64_t targets_in_batch, std::int64_t number) const {
    ShardGradient result;
    result.shard = ShardMaker(table_.rows()).make(examples.sequences, texts);
    const at::Tensor rows = rows_of(table_, result.shard).requires_grad_(learns_vectors());
    Dropout dropout(options_.dropout,
                    Random(options_.seed,
                           kDropoutStream + (steps_ << 16) + static_cast<std::uint64_t>(number)));
    const at::Tensor loss =
        summed_loss(class_scores(shape_, parameters_, rows, result.shard, dropout),
                    targets_of(examples, texts));
    std::vector<at::Tensor> inputs;
    for (const auto& [name, tensor] : parameters_) inputs.push_back(tensor);
    if (learns_vectors()) inputs.push_back(rows);
    result.of_weights =
        torch::autograd::grad({loss / static_cast<double>(targets_in_batch)}, inputs);
    for (at::Tensor& gradient : result.of_weights) gradient = gradient.contiguous();
    if (learns_vectors()) {
      result.of_rows = result.of_weights.back();
      result.of_weights.pop_back();
    }
    result.loss = loss.item<double>();
    return result;
  }

  /// Adds the gradients up in the order of the shards, clips their norm and takes the step.
  void move(const std::vector<ShardGradient>& gradients) {
    std::vector<at::Tensor> of_weights = gradients[0].of_weights;
    for (std::size_t shard = 1; shard < gradients.size(); ++shard) {
      for (std::size_t i = 0; i < of_weights.size(); ++i) {
        of_weights[i] = of_weights[i] + gradients[shard].of_weights[i];
      }
    }
    std::vector<std::int32_t> ids;
    RowMatrix of_rows = learns_vectors() ? summed_rows(gradients, ids) : RowMatrix();
    double squares = of_rows.cast<double>().squaredNorm();
    for (const at::Tensor& gradient : of_weights) {
      for (const float value : values_of(gradient)) squares += static_cast<double>(value) * value;
    }
    const double norm = std::sqrt(squares);
    const double factor = norm > options_.clip_norm ? options_.clip_norm / norm : 1;
    std::size_t i = 0;
    for (auto& [name, tensor] : parameters_) {
      const at::Tensor gradient = of_weights[i] * factor;
      optimizers_[i].begin_step();
      optimizers_[i++].move(values_of(tensor), values_of(gradient));
    }
    if (learns_vectors()) move_vectors(ids, of_rows * static_cast<float>(factor));
  }

  /// Gradients of the vectors of all ids of a batch, which are put in `ids`.
  RowMatrix summed_rows(const std::vector<ShardGradient>& gradients,
                        std::vector<std::int32_t>& ids) {
    for (const ShardGradient& gradient : gradients) {
      for (const std::int32_t id : gradient.shard.rows) {
        std::int32_t& row = row_of_batch_[static_cast<std::size_t>(id)];
        if (row >= 0) continue;
        row = static_cast<std::int32_t>(ids.size());
        ids.push_back(id);
      }
    }
    RowMatrix sums = RowMatrix::Zero(std::ssize(ids), table_.cols());
    for (const ShardGradient& gradient : gradients) {
      const Eigen::Map<const RowMatrix> rows(gradient.of_rows.data_ptr<float>(),
                                             std::ssize(gradient.shard.rows), table_.cols());
      for (std::size_t i = 0; i < gradient.shard.rows.size(); ++i) {
        const std::size_t id = static_cast<std::size_t>(gradient.shard.rows[i]);
        sums.row(row_of_batch_[id]) += rows.row(static_cast<Eigen::Index>(i));
      }
    }
    for (const std::int32_t id : ids) row_of_batch_[static_cast<std::size_t>(id)] = -1;
    return sums;
  }

  void move_vectors(const std::vector<std::int32_t>& ids, const RowMatrix& gradients) {
    const std::size_t columns = static_cast<std::size_t>(table_.cols());
    table_optimizer_->begin_step();
    parallel_blocks(std::ssize(ids), kRowsInBlock,
                    [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                      for (std::int64_t i = begin; i < end; ++i) {
                        const std::int32_t id = ids[static_cast<std::size_t>(i)];
                        table_optimizer_->move_row(id, {table_.row(id).data(), columns},
                                                   {gradients.row(i).data(), columns});
                      }
                    });
  }

  RowMatrix table_;
  NetworkShape shape_;
  ClassifierOptions options_;
  Tensors parameters_;
  std::vector<Adam> optimizers_;
  std::optional<Adam> table_optimizer_;
  std::vector<std::int32_t> row_of_batch_;  // of each id in the batch; -1 between steps
  std::uint64_t steps_ = 0;
};

RowMatrix probabilities_of(const Sequences& sequences, const RowMatrix& table,
                           const Tensors& parameters, const NetworkShape& shape,
                           const Progress& progress) {
  const bool per_token = shape.task == Task::kTags;
  RowMatrix result(per_token ? std::ssize(sequences.ids) : sequences.size(), shape.classes);
  ProgressCounter counter(progress, sequences.size());
  parallel_blocks(
      sequences.size(), kTextsInShard, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
        const at::NoGradGuard no_gradients;
        std::vector<std::int64_t> texts;
        for (std::int64_t i = begin; i < end; ++i) texts.push_back(i);
        const Shard shard = ShardMaker(table.rows()).make(sequences, texts);
        Dropout none;
        const at::Tensor scores =
            class_scores(shape, parameters, rows_of(table, shard), shard, none)
                .softmax(1)
                .contiguous();
        const Eigen::Index row =
            per_token ? sequences.offsets[static_cast<std::size_t>(begin)] : begin;
        result.middleRows(row, scores.size(0)) =
            Eigen::Map<const RowMatrix>(scores.data_ptr<float>(), scores.size(0), scores.size(1));
        counter.add(end - begin);
      });
  return result;
}

EpochRecord validated(const Trainer& trainer, const Examples& validation, const NetworkShape& shape,
                      const Progress& progress) {
  const RowMatrix probabilities = probabilities_of(validation.sequences, trainer.table(),
                                                   trainer.parameters(), shape, progress);
  EpochRecord record;
  std::int64_t right = 0;
  for (Eigen::Index i = 0; i < probabilities.rows(); ++i) {
    Eigen::Index best = 0;
    probabilities.row(i).maxCoeff(&best);
    const std::int32_t target = validation.targets[static_cast<std::size_t>(i)];
    right += best == target ? 1 : 0;
    record.validation_loss -=
        std::log(std::max(static_cast<double>(probabilities(i, target)), 1e-12));
  }
  const double n = static_cast<double>(probabilities.rows());
  record.validation_loss /= n;
  record.validation_accuracy = static_cast<double>(right) / n;
  return record;
}

/// Passes over the examples in an epoch.
std::int64_t passes(std::int64_t examples, const ClassifierOptions& options) {
  const std::int64_t steps = block_count(examples, options.batch_size);
  return block_count(kStepsInEpoch, std::min(steps, kStepsInEpoch));
}

}  // namespace

TrainedNetwork train_network(const Examples& training, const Examples& validation, RowMatrix table,
                             const NetworkShape& shape, const ClassifierOptions& options,
                             const Progress& progress) {
  const SingleThreadedTorch single_threaded;
  Trainer trainer(std::move(table), shape, options);
  TrainedNetwork best;
  double lowest = std::numeric_limits<double>::infinity();
  const std::int64_t examples = training.sequences.size();
  const std::int64_t in_epoch = passes(examples, options);
  const std::int64_t all = options.epochs * in_epoch * examples;
  std::int64_t pass = 0, done = 0;
  for (std::int64_t epoch = 1; epoch <= options.epochs; ++epoch) {
    double loss = 0;
    for (std::int64_t end = pass + in_epoch; pass < end; ++pass) {
      for (const auto& batch :
           epoch_batches(training.sequences, options.batch_size, options.seed, pass)) {
        loss += trainer.step(training, batch);
        done += std::ssize(batch);
        report(progress, done, all);
      }
    }
    const auto same = [&](std::int64_t, std::int64_t) { report(progress, done, all); };
    best.epochs.push_back(validated(trainer, validation, shape, same));
    best.epochs.back().training_loss =
        loss / static_cast<double>(std::ssize(training.targets) * in_epoch);
    if (best.epochs.back().validation_loss < lowest) {
      lowest = best.epochs.back().validation_loss;
      best.best_epoch = epoch;
      best.table = trainer.table();
      best.weights = arrays_of(trainer.parameters());
    }
    if (epoch - best.best_epoch >= options.patience) break;
  }
  if (best.best_epoch == 0) {
    throw Error(
        fmt::format("training diverged: no epoch had a finite loss; choose a learning rate "
                    "below {}",
                    options.learning_rate));
  }
  return best;
}

RowMatrix network_probabilities(const Sequences& sequences, const RowMatrix& table,
                                const std::map<std::string, NpyArray<float>>& weights,
                                const NetworkShape& shape, const Progress& progress) {
  const SingleThreadedTorch single_threaded;
  return probabilities_of(sequences, table, tensors_of(weights, false), shape, progress);
}

}  // namespace eigenlex::internal
