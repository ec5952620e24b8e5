#include "eigenlex/matrix/linear_operator.hpp"

#include "eigenlex/core/random.hpp"

namespace eigenlex {

double LinearOperator::magnitude() const {
  constexpr std::uint64_t kSeed = 0x512e;
  Random random(kSeed);
  Eigen::VectorXd right(cols());
  for (double& entry : right) entry = random.normal();
  const Eigen::VectorXd product = multiply(right);
  return product.size() == 0 ? 0.0 : product.cwiseAbs().maxCoeff<Eigen::PropagateNaN>();
}

}  // namespace eigenlex
