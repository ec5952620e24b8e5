#include "eigenlex/classify/classifier_options.hpp"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace classifier_options_test {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

template <class T>
void expect_refused(T ClassifierOptions::*field, T value, const char* name) {
  ClassifierOptions options;
  options.*field = value;
  EXPECT_THAT([&] { options.validate(); }, ThrowsMessage<OptionError>(HasSubstr(name)));
}

TEST(ClassifierOptions, ErrorsNameTheField) {
  ClassifierOptions().validate();
  using Options = ClassifierOptions;
  expect_refused<std::int64_t>(&Options::num_words, -1, "num_words = -1");
  expect_refused<std::int64_t>(&Options::dim, 0, "dim = 0");
  expect_refused<std::int64_t>(&Options::filters, 0, "filters = 0");
  expect_refused<std::int64_t>(&Options::hidden, 0, "hidden = 0");
  expect_refused(&Options::dropout, 1.0, "dropout = 1");
  expect_refused(&Options::weight_decay, -1.0, "weight_decay = -1");
  expect_refused(&Options::learning_rate, 0.0, "learning_rate = 0");
  expect_refused(&Options::clip_norm, 0.0, "clip_norm = 0");
  expect_refused<std::int64_t>(&Options::batch_size, 0, "batch_size = 0");
  expect_refused<std::int64_t>(&Options::epochs, 0, "epochs = 0");
  expect_refused<std::int64_t>(&Options::patience, 0, "patience = 0");
  expect_refused(&Options::validation, 0.0, "validation = 0");
  expect_refused(&Options::dropout, std::numeric_limits<double>::quiet_NaN(), "dropout = nan");
}

}  // namespace classifier_options_test
}  // namespace eigenlex
