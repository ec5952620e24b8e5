#include "eigenlex/classify/classifier_options.hpp"

#include <cmath>
#include <string>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace {

template <class T>
void require(bool holds, const char* field, T value, const char* requirement) {
  if (!holds) {
    throw OptionError(std::string("ClassifierOptions.") + field, fmt::to_string(value),
                      requirement);
  }
}

}  // namespace

void ClassifierOptions::validate() const {
  sequence.validate();
  for (const auto& [field, value] :
       {std::pair{"dim", dim}, std::pair{"filters", filters}, std::pair{"hidden", hidden}}) {
    require(value >= 1 && value <= 100000, field, value, "must be 1..100000");
  }
  require(num_words >= 0, "num_words", num_words, "must be >= 0");
  require(dropout >= 0 && dropout < 1, "dropout", dropout, "must be in [0, 1)");
  require(weight_decay >= 0 && std::isfinite(weight_decay), "weight_decay", weight_decay,
          "must be >= 0");
  require(learning_rate > 0 && std::isfinite(learning_rate), "learning_rate", learning_rate,
          "must be > 0");
  require(clip_norm > 0, "clip_norm", clip_norm, "must be > 0");
  require(batch_size >= 1 && batch_size <= 1000000, "batch_size", batch_size, "must be 1..1000000");
  require(epochs >= 1, "epochs", epochs, "must be >= 1");
  require(patience >= 1, "patience", patience, "must be >= 1");
  require(validation > 0 && validation < 1, "validation", validation, "must be in (0, 1)");
}

}  // namespace eigenlex
