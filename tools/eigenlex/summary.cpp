#include "summary.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/process_memory.hpp"

#include "output.hpp"

namespace eigenlex::tool {
namespace {

/// Sweeps whose objectives are shown before those in the middle are left out.
constexpr std::size_t kSweepsShown = 4;

void print_corpus(const nlohmann::json& description, std::int64_t words, const Console& console) {
  const auto corpus = description.find("corpus");
  if (corpus == description.end()) return;
  std::string read =
      fmt::format("{} tokens in {} documents", corpus->at("tokens_read").get<std::int64_t>(),
                  corpus->at("documents").get<std::int64_t>());
  // Not of a part of a corpus.
  const auto distinct = corpus->find("distinct_words_read");
  if (distinct != corpus->end()) {
    read += fmt::format(", {} distinct words", distinct->get<std::int64_t>());
  }
  console.line("corpus", read);
  console.line("vocabulary",
               fmt::format("{} words, {} tokens", words, corpus->at("tokens").get<std::int64_t>()));
}

void print_matrix(const nlohmann::json& matrix, const Console& console) {
  const auto number = [&](const char* key) { return matrix.at(key).get<std::int64_t>(); };
  const std::string shape = fmt::format("{} x {}", number("rows"), number("cols"));
  if (matrix.contains("observed")) {
    console.line("matrix", fmt::format("{}, {} pairs seen, {} with positive PMI", shape,
                                       number("observed"), number("nonzeros")));
  } else {
    console.line("matrix", fmt::format("{}, {} cells, {} entries added to others", shape,
                                       number("nonzeros"), number("duplicates")));
  }
}

/// What to say where a residual is above the tolerance: no advice that cannot help.
std::string shortfall_text(double residual, double tolerance) {
  constexpr double kFinest = 1e-5;  // rounding in float is some 1e-6
  constexpr double kFar = 10;
  if (residual <= kFinest) return ", the finest that float allows";
  if (residual <= kFar * tolerance) return ", above the tolerance: raise --max-iterations";
  return fmt::format(
      ", FAR above the tolerance of {:.1e}: the last dimensions are not those of the matrix; raise "
      "--max-iterations",
      tolerance);
}

void print_accuracy(const nlohmann::json& svd, double tolerance, const Console& console) {
  const auto residual = svd.at("worst_residual").get<double>();
  console.line(
      "accuracy",
      fmt::format("worst residual {:.1e} of s_1 after {} iterations{}", residual,
                  svd.at("iterations").get<int>(),
                  svd.at("converged").get<bool>() ? "" : shortfall_text(residual, tolerance)));
}

void print_memory(const Console& console) {
  console.line("memory",
               fmt::format("{:.0f} MB at most", static_cast<double>(peak_memory()) / 1e6));
}

}  // namespace

void print_summary(const Counts& counts, const Console& console) {
  print_corpus(counts.description, counts.vocabulary.size(), console);
  console.line("counts", fmt::format("{} x {}, {} pairs seen", counts.matrix.rows(),
                                     counts.matrix.cols(), counts.matrix.nonzeros()));
  print_memory(console);
}

void print_made(const ModelSummary& model, const Settings& settings, const Console& console,
                const char* next, std::string_view word) {
  print_corpus(model.description, model.words.size(), console);
  print_matrix(model.description.at("matrix"), console);
  if (model.singular_values.size() > 0) {
    console.line("spectrum", spectrum_text(model.singular_values));
    print_accuracy(model.description.at("svd"),
                   model.description.at("factor_options").at("tolerance").get<double>(), console);
  }
  const std::string objective = objective_text(model.description);
  if (!objective.empty()) console.line("objective", objective);
  print_memory(console);
  console.line("next", fmt::format("eigenlex {} {} {}", next, shell_quoted(settings.output),
                                   shell_quoted(word)));
  if (settings.json) print_json(settings, to_json(model));
}

void print_made(const Components& components, const Settings& settings, const Console& console) {
  const nlohmann::json& description = components.description;
  console.line("matrix",
               fmt::format("{} x {}", components.coordinates.rows(), components.directions.cols()));
  console.line("spectrum", spectrum_text(components.singular_values));
  double explained = 0;
  for (const nlohmann::json& share : description.at("explained_variance")) {
    explained += share.get<double>();
  }
  console.line("explained", fmt::format("{:.2f} % of the variance by {} components",
                                        100 * explained, components.singular_values.size()));
  print_accuracy(description.at("svd"),
                 description.at("factor_options").at("tolerance").get<double>(), console);
  print_memory(console);
  console.line("next", fmt::format("eigenlex transform {} NEW.npy -o coordinates.npy",
                                   shell_quoted(settings.output)));
  if (!settings.json) return;
  nlohmann::ordered_json result{{"rows", components.coordinates.rows()},
                                {"cols", components.directions.cols()},
                                {"dim", components.directions.rows()}};
  result.update(description);
  print_json(settings, std::move(result));
}

std::string spectrum_text(const Eigen::VectorXf& singular_values) {
  std::string text;
  const auto add = [&](Eigen::Index i) {
    text += fmt::format("{}s_{} {:.4g}", text.empty() ? "" : ", ", i, singular_values[i - 1]);
  };
  for (const Eigen::Index i : {1, 10, 100, 1000}) {
    if (i < singular_values.size()) add(i);
  }
  if (singular_values.size() > 0) add(singular_values.size());
  return text;
}

std::string shell_quoted(std::string_view text) {
  const auto is_plain = [](unsigned char c) {
    return c >= 0x80 || std::isalnum(c) != 0 ||
           std::string_view("_-./,:+@%").find(c) != std::string_view::npos;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) {
    return std::string(text);
  }
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

std::string objective_text(const nlohmann::json& description) {
  const auto als = description.find("als");
  if (als == description.end() || !als->is_object()) return {};
  const auto objectives = als->find("objectives");
  if (objectives == als->end() || !objectives->is_array()) return {};
  std::string text;
  for (std::size_t sweep = 0; sweep < objectives->size(); ++sweep) {
    const nlohmann::json& objective = objectives->at(sweep);
    // A description may come from another program.
    if (!objective.is_number()) return {};
    const bool is_last = sweep + 1 == objectives->size();
    if (sweep > kSweepsShown && !is_last) continue;
    text += fmt::format("{}{:.6g}{}",
                        sweep == 0                 ? ""
                        : sweep > kSweepsShown + 1 ? ", ..., "
                                                   : ", ",
                        objective.get<double>(), sweep == 0 ? " at the start" : "");
  }
  return text;
}

}  // namespace eigenlex::tool
