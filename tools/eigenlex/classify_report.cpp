#include "classify_report.hpp"

#include <algorithm>
#include <variant>

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

void add_confusion(const ClassificationScore& score, const std::vector<std::string>& names,
                   std::string& text) {
  const std::size_t width = column_width(names);
  text += fmt::format("\n{:<{}}", "true \\ predicted", std::max<std::size_t>(width, 16));
  for (const std::string& name : names) text += fmt::format("  {:>{}}", name, width);
  text += '\n';
  for (std::size_t c = 0; c < names.size(); ++c) {
    text += fmt::format("{:<{}}", names[c], std::max<std::size_t>(width, 16));
    for (const std::int64_t count : score.confusion[c]) {
      text += fmt::format("  {:>{}}", count, width);
    }
    text += '\n';
  }
}

std::string text_of(const ClassificationScore& score, const std::vector<std::string>& class_names) {
  std::string text = fmt::format("examples  {}\naccuracy  {:.2f} %\nmacro F1  {:.2f} %\n",
                                 score.examples, 100 * score.accuracy, 100 * score.macro_f1);
  // Undefined where all examples are of one class.
  text += score.auc ? fmt::format("AUC       {:.4f}\n", *score.auc) : "AUC       -\n";
  text += fmt::format("log loss  {:.4f}\n", score.log_loss);
  const std::size_t width = column_width(class_names);
  text += fmt::format("\n{:<{}}  precision  recall      F1  examples\n", "class", width);
  for (std::size_t c = 0; c < class_names.size(); ++c) {
    const ClassScore& of_class = score.classes[c];
    text += fmt::format("{:<{}}  {:>9.2f}  {:>6.2f}  {:>6.2f}  {:>8}\n", class_names[c], width,
                        100 * of_class.precision, 100 * of_class.recall, 100 * of_class.f1,
                        of_class.examples);
  }
  if (class_names.size() <= kClassesInMatrix) add_confusion(score, class_names, text);
  return text;
}

std::string text_of(const TaggingScore& score) {
  std::string text =
      fmt::format("sentences  {}\ntokens     {}\naccuracy   {:.2f} %\nentity F1  {:.2f} %\n",
                  score.sentences, score.tokens, 100 * score.accuracy, 100 * score.all.f1());
  std::vector<std::string> names;
  for (const auto& [type, of_type] : score.types) names.push_back(type);
  const std::size_t width = column_width(names);
  text +=
      fmt::format("\n{:<{}}  precision  recall      F1  entities  predicted\n", "entity", width);
  const auto add = [&](const std::string& name, const EntityScore& of_type) {
    text += fmt::format("{:<{}}  {:>9.2f}  {:>6.2f}  {:>6.2f}  {:>8}  {:>9}\n", name, width,
                        100 * of_type.precision(), 100 * of_type.recall(), 100 * of_type.f1(),
                        of_type.entities, of_type.predicted);
  };
  for (const auto& [type, of_type] : score.types) add(type, of_type);
  add("all", score.all);
  return text;
}

}  // namespace

std::string score_text(const ClassifierScore& score, const std::vector<std::string>& class_names) {
  const auto* classes = std::get_if<ClassificationScore>(&score);
  return classes != nullptr ? text_of(*classes, class_names)
                            : text_of(std::get<TaggingScore>(score));
}

}  // namespace eigenlex::tool
