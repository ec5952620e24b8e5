#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/query/searcher.hpp"

#include "commands.hpp"
#include "console.hpp"
#include "results.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

constexpr std::int32_t kSampledWords = 1000;
constexpr std::int32_t kNeighbours = 10;

struct IndexArguments {
  std::string model;
  HnswOptions options;
  ReadOptions read;
  bool quiet = false;
  bool json = false;
};

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

/// Mean time of a query for one word alone.
double query_seconds(const Searcher& searcher, const HnswGraph& graph) {
  const auto begun = Clock::now();
  const std::int32_t asked = std::min(kSampledWords, searcher.units().size());
  for (std::int32_t i = 0; i < asked; ++i) {
    nearest_by_graph(searcher.units(), searcher.vocabulary(), graph, searcher.units().row(i), {},
                     {.count = kNeighbours});
  }
  return seconds_since(begun) / asked;
}

void run(const IndexArguments& arguments) {
  arguments.options.validate();
  const Searcher searcher(arguments.model, {.graph = false, .read = arguments.read});
  Console console(arguments.quiet || arguments.json);
  const auto begun = Clock::now();
  HnswIndex index{build_hnsw(searcher.units(), arguments.options, console.begin("build", "words")),
                  arguments.options, 0};
  console.end();
  const double build_seconds = seconds_since(begun);
  console.begin("measure");
  index.recall = graph_recall(searcher.units(), searcher.vocabulary(), index.graph, kSampledWords,
                              kNeighbours);
  const double milliseconds = 1000 * query_seconds(searcher, index.graph);
  console.end();
  const auto path = companion_path(arguments.model, "index");
  write_hnsw(index, companion_key(arguments.model), path);
  if (arguments.json) {
    print_json_line({{"index", path.string()},
                     {"words", index.graph.size()},
                     {"recall_at_10", index.recall},
                     {"build_seconds", build_seconds},
                     {"query_milliseconds", milliseconds}});
    return;
  }
  fmt::print("{}: {} words, built in {:.1f} s, recall@10 {:.1f} %, {:.3f} ms a query\n",
             path.string(), index.graph.size(), build_seconds, 100 * index.recall, milliseconds);
}

}  // namespace

void add_index_command(CLI::App& app) {
  auto arguments = std::make_shared<IndexArguments>();
  CLI::App* command =
      app.add_subcommand("index", "Build an index for approximate, quicker nearest words");
  command->add_option("MODEL", arguments->model, "Model directory or file of vectors")->required();
  command->add_option("--links", arguments->options.links, "Links of a word on upper levels");
  command->add_option("--build-effort", arguments->options.build_effort,
                      "Words looked at to choose the links of one");
  command->add_option("--seed", arguments->options.seed, "Seed of the levels");
  add_verify_option(*command, arguments->read);
  command->add_flag("--quiet", arguments->quiet, "No progress");
  command->add_flag("--json", arguments->json, "Print one object");
  command->footer("Example:\n  eigenlex index models/gcide");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
