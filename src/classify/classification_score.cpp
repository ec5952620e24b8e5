#include "eigenlex/classify/classification_score.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"

namespace eigenlex {
namespace {

constexpr double kLeastProbability = 1e-12;

void check(std::span<const std::int32_t> labels, const RowMatrix& probabilities) {
  if (labels.empty() || static_cast<std::int64_t>(labels.size()) != probabilities.rows()) {
    throw OptionError("labels", fmt::format("{} labels", labels.size()),
                      fmt::format("must be as many as the {} predictions, and one at least",
                                  probabilities.rows()));
  }
  for (const std::int32_t label : labels) {
    if (label < 0 || label >= probabilities.cols()) {
      throw OptionError("labels", fmt::to_string(label),
                        fmt::format("must be 0..{}", probabilities.cols() - 1));
    }
  }
}

/// `columns` numbers are one example's.
void check_finite(std::string_view field, std::span<const float> values, std::size_t columns) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) continue;
    throw OptionError(field, fmt::to_string(values[i]),
                      fmt::format("must be finite numbers, but one of example {} is not: the "
                                  "weights of the classifier that gave it are too large or "
                                  "damaged; train it again, with a smaller learning rate if it "
                                  "is a network",
                                  i / columns + 1));
  }
}

double ratio(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::vector<ClassScore> class_scores(const std::vector<std::vector<std::int64_t>>& confusion) {
  std::vector<ClassScore> scores(confusion.size());
  for (std::size_t c = 0; c < confusion.size(); ++c) {
    ClassScore& score = scores[c];
    std::int64_t predicted = 0;
    for (std::size_t other = 0; other < confusion.size(); ++other) {
      score.examples += confusion[c][other];
      predicted += confusion[other][c];
    }
    score.precision = ratio(confusion[c][c], predicted);
    score.recall = ratio(confusion[c][c], score.examples);
    score.f1 = ratio(2 * confusion[c][c], predicted + score.examples);
  }
  return scores;
}

/// Mean over the classes that occur at all.
double macro_f1(const std::vector<std::vector<std::int64_t>>& confusion,
                const std::vector<ClassScore>& scores) {
  double sum = 0;
  std::int64_t classes = 0;
  for (std::size_t c = 0; c < scores.size(); ++c) {
    std::int64_t occurrences = scores[c].examples;
    for (const auto& row : confusion) occurrences += row[c];
    if (occurrences == 0) continue;
    sum += scores[c].f1;
    ++classes;
  }
  return sum / static_cast<double>(classes);
}

std::optional<double> mean_auc(std::span<const std::int32_t> labels,
                               const RowMatrix& probabilities) {
  double sum = 0;
  std::int64_t classes = 0;
  for (Eigen::Index c = probabilities.cols() == 2 ? 1 : 0; c < probabilities.cols(); ++c) {
    std::vector<bool> positive;
    for (const std::int32_t label : labels) positive.push_back(label == c);
    const Eigen::VectorXf scores = probabilities.col(c);
    const std::optional<double> auc =
        area_under_roc(positive, {scores.data(), static_cast<std::size_t>(scores.size())});
    if (!auc) continue;
    sum += *auc;
    ++classes;
  }
  if (classes == 0) return std::nullopt;
  return sum / static_cast<double>(classes);
}

}  // namespace

std::vector<std::int32_t> most_probable(const RowMatrix& probabilities) {
  check_finite("probabilities",
               {probabilities.data(), static_cast<std::size_t>(probabilities.size())},
               static_cast<std::size_t>(probabilities.cols()));
  std::vector<std::int32_t> classes;
  for (Eigen::Index i = 0; i < probabilities.rows(); ++i) {
    Eigen::Index best = 0;
    probabilities.row(i).maxCoeff(&best);
    classes.push_back(static_cast<std::int32_t>(best));
  }
  return classes;
}

std::optional<double> area_under_roc(const std::vector<bool>& positive,
                                     std::span<const float> scores) {
  check_finite("scores", scores, 1);
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
  // Twice the sum of the ranks of the positive examples, ties given their mean rank: an integer.
  std::int64_t twice_ranks = 0, positives = 0;
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    std::int64_t tied = 0;
    while (end < order.size() && scores[order[end]] == scores[order[begin]]) {
      tied += positive[order[end++]] ? 1 : 0;
    }
    twice_ranks += tied * static_cast<std::int64_t>(begin + 1 + end);
    positives += tied;
    begin = end;
  }
  const std::int64_t negatives = static_cast<std::int64_t>(scores.size()) - positives;
  if (positives == 0 || negatives == 0) return std::nullopt;
  return static_cast<double>(twice_ranks - positives * (positives + 1)) /
         (2 * static_cast<double>(positives) * static_cast<double>(negatives));
}

ClassificationScore score_classification(std::span<const std::int32_t> labels,
                                         const RowMatrix& probabilities) {
  check(labels, probabilities);
  const std::size_t classes = static_cast<std::size_t>(probabilities.cols());
  ClassificationScore score;
  score.examples = static_cast<std::int64_t>(labels.size());
  score.confusion.assign(classes, std::vector<std::int64_t>(classes, 0));
  const std::vector<std::int32_t> predicted = most_probable(probabilities);
  std::int64_t right = 0;
  double loss = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    ++score.confusion[static_cast<std::size_t>(labels[i])][static_cast<std::size_t>(predicted[i])];
    right += labels[i] == predicted[i] ? 1 : 0;
    const double probability = probabilities(static_cast<Eigen::Index>(i), labels[i]);
    loss -= std::log(std::max(probability, kLeastProbability));
  }
  score.accuracy = ratio(right, score.examples);
  score.log_loss = loss / static_cast<double>(score.examples);
  score.classes = class_scores(score.confusion);
  score.macro_f1 = macro_f1(score.confusion, score.classes);
  score.auc = mean_auc(labels, probabilities);
  return score;
}

nlohmann::ordered_json to_json(const ClassificationScore& score,
                               std::span<const std::string> class_names) {
  auto classes = nlohmann::ordered_json::array();
  for (std::size_t c = 0; c < score.classes.size(); ++c) {
    const ClassScore& of_class = score.classes[c];
    classes.push_back({{"class", class_names[c]},
                       {"precision", of_class.precision},
                       {"recall", of_class.recall},
                       {"f1", of_class.f1},
                       {"examples", of_class.examples}});
  }
  return {{"examples", score.examples},
          {"accuracy", score.accuracy},
          {"macro_f1", score.macro_f1},
          {"auc", score.auc ? nlohmann::ordered_json(*score.auc) : nlohmann::ordered_json()},
          {"log_loss", score.log_loss},
          {"classes", std::move(classes)},
          {"confusion", score.confusion}};
}

}  // namespace eigenlex
