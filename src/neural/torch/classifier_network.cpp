#include "neural/torch/classifier_network.hpp"

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

#include "classify/arrays.hpp"

namespace eigenlex::internal {

NetworkShape network_shape(const Classifier& classifier) {
  if (classifier.task == Task::kTags && !tags_tokens(classifier.network)) {
    throw FormatError(fmt::format("classifier.json: the network {} cannot tag tokens",
                                  enum_name(classifier.network)));
  }
  NetworkShape shape{.network = classifier.network,
                     .task = classifier.task,
                     .dim = weight(classifier, "embedding", {-1, -1}).shape[1],
                     .classes = std::ssize(classifier.class_names)};
  switch (shape.network) {
    case Network::kPooled:
      shape.hidden = weight(classifier, "hidden_bias", {-1}).shape[0];
      break;
    case Network::kCnn:
      shape.filters = weight(classifier, "filter_bias", {-1}).shape[0] /
                      static_cast<std::int64_t>(filter_widths().size());
      break;
    case Network::kLstm:
    case Network::kGru:
      shape.hidden = weight(classifier, "forward_state_weight", {-1, -1}).shape[0];
      break;
    case Network::kLinear:
      break;
  }
  for (const auto& [name, sizes] : array_shapes(shape)) weight(classifier, name, sizes);
  return shape;
}

RowMatrix classifier_probabilities(const Classifier& classifier, const Sequences& sequences,
                                   const Progress& progress) {
  const NetworkShape shape = network_shape(classifier);
  std::map<std::string, NpyArray<float>> weights;
  for (const auto& [name, sizes] : array_shapes(shape)) {
    weights[name] = weight(classifier, name, sizes);
  }
  return network_probabilities(
      sequences,
      matrix_of(weight(classifier, "embedding",
                       {classifier.vocabulary.size() + kFirstWordId, shape.dim})),
      weights, shape, progress);
}

nlohmann::json training_description(const TrainedNetwork& network, const ClassifierOptions& options,
                                    std::int64_t examples, std::int64_t validation_examples,
                                    double coverage) {
  nlohmann::json epochs = nlohmann::json::array();
  for (const EpochRecord& epoch : network.epochs) {
    epochs.push_back({{"training_loss", epoch.training_loss},
                      {"validation_loss", epoch.validation_loss},
                      {"validation_accuracy", epoch.validation_accuracy}});
  }
  return {{"examples", examples},
          {"validation_examples", validation_examples},
          {"coverage", coverage},
          {"options",
           {{"dropout", options.dropout},
            {"weight_decay", options.weight_decay},
            {"learning_rate", options.learning_rate},
            {"clip_norm", options.clip_norm},
            {"batch_size", options.batch_size},
            {"seed", options.seed}}},
          {"training", {{"epochs", epochs}, {"best_epoch", network.best_epoch}}}};
}

}  // namespace eigenlex::internal
