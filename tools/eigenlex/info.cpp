#include <filesystem>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/embedding/model_summary.hpp"
#include "eigenlex/query/hnsw.hpp"

#include "commands.hpp"
#include "options.hpp"
#include "output.hpp"
#include "summary.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::size_t kLabelWidth = 26;

void print(const std::string& label, const std::string& text) {
  fmt::print("{:<{}} {}\n", label, kLabelWidth, text);
}

/// A value on a line: lists of numbers by their size alone.
std::string shown(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_array() && value.size() > 8) return fmt::format("{} numbers", value.size());
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void print_section(const std::string& name, const nlohmann::json& section) {
  fmt::print("\n{}\n", name);
  for (const auto& [key, value] : section.items()) print("  " + key, shown(value));
}

/// "word (count)", without the count where it is not known.
std::string with_count(const Vocabulary& words, std::int32_t id) {
  return words.count(id) == 0 ? std::string(words.word(id))
                              : fmt::format("{} ({})", words.word(id), words.count(id));
}

void print_run(const nlohmann::json& stages) {
  fmt::print("\ntime\n");
  for (const nlohmann::json& stage : stages) {
    print("  " + stage.value("stage", ""),
          fmt::format("{:.2f} s, CPU {:.2f} s", stage.value("wall_seconds", 0.0),
                      stage.value("cpu_seconds", 0.0)));
  }
}

void print_index(const std::string& model, const ReadOptions& read) {
  const auto path = companion_path(model, "index");
  std::error_code unknown;
  if (!std::filesystem::is_directory(path, unknown)) return;
  const HnswIndex index = read_hnsw(path, companion_key(model), read);
  print("index",
        fmt::format("HNSW, {} links, recall@10 {:.1f} %", index.options.links, 100 * index.recall));
}

void run(const Settings& settings) {
  const ModelSummary model = read_summary(settings.model, settings.read);
  if (settings.json) return print_json(settings, to_json(model));
  print("words", fmt::to_string(model.words.size()));
  print("dimensions", fmt::to_string(model.dim));
  if (model.contexts > 0) print("contexts", fmt::to_string(model.contexts));
  if (model.words.size() > 0) {
    print("first and last word", fmt::format("{}, {}", with_count(model.words, 0),
                                             with_count(model.words, model.words.size() - 1)));
  }
  if (model.exponent) print("exponent", fmt::to_string(*model.exponent));
  if (model.singular_values.size() > 0) print("spectrum", spectrum_text(model.singular_values));
  const std::string objective = objective_text(model.description);
  if (!objective.empty()) print("objective", objective);
  print_index(settings.model, settings.read);
  for (const auto& [key, value] : model.description.items()) {
    if (value.is_object()) print_section(key, value);
  }
  if (model.run.contains("stages") && model.run["stages"].is_array()) {
    print_run(model.run["stages"]);
  }
}

}  // namespace

void add_info_command(CLI::App& app) {
  auto settings = std::make_shared<Settings>();
  CLI::App* command = app.add_subcommand("info", "Say what a model holds and how it was made");
  add_model_option(*command, *settings);
  add_verify_option(*command, *settings);
  command->add_flag("--json", settings->json, "Print one object");
  command->footer("Example:\n  eigenlex info corpus.model");
  command->callback([settings] { run(*settings); });
}

}  // namespace eigenlex::tool
