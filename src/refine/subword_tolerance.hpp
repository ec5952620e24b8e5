#pragma once

namespace eigenlex::internal {

/// Where regressions on parts of words end (`BagRegressionOptions::tolerance`): their penalty keeps
/// them well conditioned, and words held out are foretold no better by more steps.
inline constexpr double kSubwordTolerance = 0.1;

}  // namespace eigenlex::internal
