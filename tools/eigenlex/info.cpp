#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/embedding/compact.hpp"
#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/query/hnsw.hpp"

#include "commands.hpp"
#include "results.hpp"
#include "summary.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::size_t kLabelWidth = 26;

struct InfoArguments {
  std::string model;
  ReadOptions read;
  bool json = false;
};

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

/// What can be said of a model, a compact model or a file of vectors.
Model load(const std::string& path, const ReadOptions& read) {
  if (is_matrix_model(path)) return as_model(read_matrix_model(path, read));
  if (is_model(path)) return read_model(path, read);
  if (!is_compact(path)) {
    return {.words = load_embedding(path, read), .contexts = {}, .singular_values = {}};
  }
  CompactModel compact = read_compact(path, read);
  nlohmann::json description = compact.description.value("model", nlohmann::json::object());
  if (!description.is_object()) description = nlohmann::json::object();
  const nlohmann::json measured = compact.description.value("compact", nlohmann::json());
  if (measured.is_object()) description["compact"] = measured;
  return {.words = decode(std::move(compact)),
          .contexts = {},
          .singular_values = {},
          .description = std::move(description)};
}

void print_index(const std::string& model, const ReadOptions& read) {
  const auto path = companion_path(model, "index");
  std::error_code unknown;
  if (!std::filesystem::is_directory(path, unknown)) return;
  const HnswIndex index = read_hnsw(path, companion_key(model), read);
  print("index",
        fmt::format("HNSW, {} links, recall@10 {:.1f} %", index.options.links, 100 * index.recall));
}

void run(const InfoArguments& arguments) {
  const Model model = load(arguments.model, arguments.read);
  if (arguments.json) {
    print_json_line(summary_json(model));
    return;
  }
  const Vocabulary& words = model.words.vocabulary;
  print("words", fmt::to_string(words.size()));
  print("dimensions", fmt::to_string(model.words.table.cols()));
  if (model.contexts.rows() > 0) print("contexts", fmt::to_string(model.contexts.rows()));
  if (words.size() > 0) {
    print("first and last word",
          fmt::format("{}, {}", with_count(words, 0), with_count(words, words.size() - 1)));
  }
  if (model.exponent) print("exponent", fmt::to_string(*model.exponent));
  if (model.singular_values.size() > 0) print("spectrum", spectrum_text(model.singular_values));
  const std::string objective = objective_text(model.description);
  if (!objective.empty()) print("objective", objective);
  print_index(arguments.model, arguments.read);
  for (const auto& [key, value] : model.description.items()) {
    if (value.is_object()) print_section(key, value);
  }
  if (model.run.contains("stages") && model.run["stages"].is_array()) {
    print_run(model.run["stages"]);
  }
}

}  // namespace

void add_info_command(CLI::App& app) {
  auto arguments = std::make_shared<InfoArguments>();
  CLI::App* command = app.add_subcommand("info", "Say what a model holds and how it was made");
  command->add_option("MODEL", arguments->model, "Model directory or file of vectors")->required();
  add_verify_option(*command, arguments->read);
  command->add_flag("--json", arguments->json, "Print one object");
  command->footer("Example:\n  eigenlex info corpus.model");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
