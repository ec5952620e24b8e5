#include "eigenlex/neural/network_training.hpp"

#include "networks.hpp"

extern "C" __attribute__((visibility("default"))) const eigenlex::tool::NetworkFunctions*
eigenlex_networks() {
  static constexpr eigenlex::tool::NetworkFunctions kFunctions{
      .version = EIGENLEX_VERSION,
      .train_classifier = eigenlex::train_classifier,
      .predict_classes = eigenlex::predict_classes,
      .train_tagger = eigenlex::train_tagger,
      .predict_tags = eigenlex::predict_tags,
  };
  return &kFunctions;
}
