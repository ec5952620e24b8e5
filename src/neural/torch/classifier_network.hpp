#pragma once

#include <nlohmann/json.hpp>

#include "eigenlex/classify/classifier.hpp"
#include "eigenlex/classify/classifier_options.hpp"
#include "eigenlex/core/progress.hpp"

#include "neural/torch/training.hpp"

namespace eigenlex::internal {

/// The sizes of a classifier's network, found from its arrays. Throws FormatError where an array
/// is missing or of another shape than the network needs.
NetworkShape network_shape(const Classifier& classifier);

/// Probabilities by a classifier's network of the classes for each text or token.
RowMatrix classifier_probabilities(const Classifier& classifier, const Sequences& sequences,
                                   const Progress& progress);

/// What classifier.json says of a training run.
nlohmann::json training_description(const TrainedNetwork& network, const ClassifierOptions& options,
                                    std::int64_t examples, std::int64_t validation_examples,
                                    double coverage);

}  // namespace eigenlex::internal
