#pragma once

#include <map>
#include <string>
#include <vector>

#include "eigenlex/classify/classifier_options.hpp"
#include "eigenlex/core/progress.hpp"
#include "eigenlex/matrix/row_matrix.hpp"

#include "neural/torch/batch.hpp"
#include "neural/torch/network_shape.hpp"

namespace eigenlex::internal {

/// What an epoch came to.
struct EpochRecord {
  double training_loss = 0;
  double validation_loss = 0;
  double validation_accuracy = 0;
};

/// The arrays of a trained network and how they came about.
struct TrainedNetwork {
  RowMatrix table;  ///< vectors of the ids
  std::map<std::string, NpyArray<float>> weights;
  std::vector<EpochRecord> epochs;
  std::int64_t best_epoch = 0;  ///< counted from 1
};

/// Trains a network; `table` holds the first vectors. Deterministic, the same bytes for any number
/// of threads.
TrainedNetwork train_network(const Examples& training, const Examples& validation, RowMatrix table,
                             const NetworkShape& shape, const ClassifierOptions& options,
                             const Progress& progress);

/// Probabilities of the classes for each text, or for each token where the task is kTags. `weights`
/// are of the shapes that `array_shapes` asks for.
RowMatrix network_probabilities(const Sequences& sequences, const RowMatrix& table,
                                const std::map<std::string, NpyArray<float>>& weights,
                                const NetworkShape& shape, const Progress& progress);

}  // namespace eigenlex::internal
