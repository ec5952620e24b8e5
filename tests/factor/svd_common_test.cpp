#include <limits>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/factor/svd.hpp"

namespace eigenlex::internal {
namespace svd_common_test {

TEST(SvdOptions, RefusesValuesOutsideTheirRange) {
  EXPECT_NO_THROW(SvdOptions{}.validate());
  EXPECT_THROW(SvdOptions{.rank = 0}.validate(), OptionError);
  EXPECT_THROW(SvdOptions{.tolerance = -1}.validate(), OptionError);
  EXPECT_THROW(SvdOptions{.tolerance = std::numeric_limits<double>::quiet_NaN()}.validate(),
               OptionError);
  EXPECT_THROW(SvdOptions{.max_iterations = 0}.validate(), OptionError);
  EXPECT_THROW(SvdOptions{.oversampling = -0.1}.validate(), OptionError);
}

}  // namespace svd_common_test
}  // namespace eigenlex::internal
