#include "classify_report.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace eigenlex::tool {
namespace {

/// More would not fit a line.
constexpr std::size_t kClassesInMatrix = 12;

std::size_t column_width(const std::vector<std::string>& class_names) {
  std::size_t width = 9;
  for (const std::string& name : class_names) width = std::max(width, name.size());
  return width;
}

void print_confusion(const ClassificationScore& score, const std::vector<std::string>& names) {
  const std::size_t width = column_width(names);
  fmt::print("\n{:<{}}", "true \\ predicted", std::max<std::size_t>(width, 16));
  for (const std::string& name : names) fmt::print("  {:>{}}", name, width);
  fmt::print("\n");
  for (std::size_t c = 0; c < names.size(); ++c) {
    fmt::print("{:<{}}", names[c], std::max<std::size_t>(width, 16));
    for (const std::int64_t count : score.confusion[c]) fmt::print("  {:>{}}", count, width);
    fmt::print("\n");
  }
}

}  // namespace

nlohmann::ordered_json to_json(const ClassificationScore& score,
                               const std::vector<std::string>& class_names) {
  auto classes = nlohmann::ordered_json::array();
  for (std::size_t c = 0; c < class_names.size(); ++c) {
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
          {"classes", classes},
          {"confusion", score.confusion}};
}

void print_score(const ClassificationScore& score, const std::vector<std::string>& class_names) {
  fmt::print("examples  {}\naccuracy  {:.2f} %\nmacro F1  {:.2f} %\n", score.examples,
             100 * score.accuracy, 100 * score.macro_f1);
  if (score.auc) fmt::print("AUC       {:.4f}\n", *score.auc);
  fmt::print("log loss  {:.4f}\n", score.log_loss);
  const std::size_t width = column_width(class_names);
  fmt::print("\n{:<{}}  precision  recall      F1  examples\n", "class", width);
  for (std::size_t c = 0; c < class_names.size(); ++c) {
    const ClassScore& of_class = score.classes[c];
    fmt::print("{:<{}}  {:>9.2f}  {:>6.2f}  {:>6.2f}  {:>8}\n", class_names[c], width,
               100 * of_class.precision, 100 * of_class.recall, 100 * of_class.f1,
               of_class.examples);
  }
  if (class_names.size() <= kClassesInMatrix) print_confusion(score, class_names);
}

}  // namespace eigenlex::tool
