#include "eigenlex/embedding/subwords.hpp"

#include <cstdint>

namespace eigenlex {

std::optional<Eigen::RowVectorXf> compose(const Subwords& subwords, std::string_view word) {
  Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(subwords.ngrams.table.cols());
  for (const std::int32_t id : known_ngrams(subwords.ngrams.vocabulary, word, subwords.options)) {
    sum += subwords.ngrams.table.row(id).cast<double>();
  }
  const double length = sum.norm();
  if (!(length > 0)) return std::nullopt;
  return (sum / length).cast<float>();
}

}  // namespace eigenlex
