#include "eigenlex/embedding/subwords.hpp"

#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

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

nlohmann::ordered_json to_json(const Subwords& subwords) {
  auto trials = nlohmann::ordered_json::array();
  for (const SubwordTrial& trial : subwords.trials) {
    trials.push_back({{"regularization", trial.regularization}, {"cosine", trial.cosine}});
  }
  return {{"ngrams", subwords.ngrams.vocabulary.size()},
          {"dim", subwords.ngrams.table.cols()},
          {"regularization", subwords.regularization},
          {"trials", std::move(trials)}};
}

}  // namespace eigenlex
