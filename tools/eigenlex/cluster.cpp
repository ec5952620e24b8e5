#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/refine/classes.hpp"
#include "eigenlex/refine/classes_file.hpp"
#include "eigenlex/refine/kmeans.hpp"

#include "commands.hpp"
#include "fields.hpp"
#include "options.hpp"
#include "output.hpp"

namespace eigenlex::tool {
namespace {

struct ClusterArguments {
  KMeansOptions kmeans;
  std::int64_t soft = 0;  ///< nearest classes to write for each word; 0 for the class alone
  std::size_t central = 8;
  Settings settings;
};

void print_table(const ClusterArguments& arguments, const Vocabulary& words,
                 const std::vector<PointClass>& classes) {
  const Metric metric = arguments.kmeans.metric;
  fmt::print("class   size  {}  most central words\n",
             metric == Metric::kCosine ? "cohesion" : "  spread");
  for (std::size_t i = 0; i < classes.size(); ++i) {
    fmt::print("{:>5}  {:>5}  {:>8.3f}  {}\n", i, classes[i].members.size(),
               cohesion(classes[i], metric),
               fmt::join(central_words(classes[i], words, arguments.central), " "));
  }
}

void write(const ClusterArguments& arguments, const Embedding& embedding, const KMeansResult& found,
           const std::vector<PointClass>& classes, const std::string& path) {
  const Metric metric = arguments.kmeans.metric;
  if (arguments.soft > 0) {
    write_classes(embedding.vocabulary,
                  assign_softly(embedding.table, found.centroids, metric, arguments.soft), classes,
                  metric, path);
  } else {
    write_classes(embedding.vocabulary, found.assignment, classes, metric, path);
  }
}

void run(const ClusterArguments& arguments) {
  const Settings& settings = arguments.settings;
  arguments.kmeans.validate();
  if (arguments.soft < 0 || arguments.soft > arguments.kmeans.clusters) {
    throw OptionError("--soft", std::to_string(arguments.soft),
                      "must be 0.. the number of classes");
  }
  check_output(settings, PendingPath::Kind::kFile);
  const ThreadCount threads(threads_of(settings));
  Console console(settings.quiet);
  const Embedding embedding =
      console.stage("read", [&] { return load_embedding(settings.model, settings.read); });
  const KMeansResult found = kmeans(embedding.table, arguments.kmeans, console.begin("cluster"));
  console.end();
  const auto classes = classes_of(found.assignment, found.centroids.rows());
  write_file(settings,
             [&](const std::string& path) { write(arguments, embedding, found, classes, path); });
  console.line("inertia", fmt::format("{:.6g} after {} iterations ({})", found.inertias.back(),
                                      found.inertias.size(), enum_name(found.stop)));
  if (settings.json) {
    print_json(settings,
               to_json(found, classes, embedding.vocabulary, arguments.kmeans, arguments.central));
  } else if (!settings.quiet && settings.output != kStandardOutput) {
    print_table(arguments, embedding.vocabulary, classes);
  }
}

}  // namespace

void add_cluster_command(CLI::App& app) {
  auto arguments = std::make_shared<ClusterArguments>();
  KMeansOptions& options = arguments->kmeans;
  CLI::App* command = app.add_subcommand("cluster", "Group the words into classes by k-means");
  add_model_option(*command, arguments->settings);
  add_field(*command, "-k,--classes", "KMeansOptions.clusters", options.clusters,
            "Number of classes");
  command->add_flag_callback(
      "--euclidean", [&options] { options.metric = Metric::kEuclidean; },
      "By the distance of the vectors as they are, not by their cosine");
  command
      ->add_option("--soft", arguments->soft,
                   "Write the M nearest classes of each word with their weights")
      ->option_text("M");
  add_field(*command, "--max-iterations", "KMeansOptions.max_iterations", options.max_iterations,
            "Stop after so many iterations");
  add_field(*command, "--tolerance", "KMeansOptions.tolerance", options.tolerance,
            "Stop when an iteration gains no more than this share of the inertia");
  command->add_option("--central", arguments->central, "Words of each class in the summary");
  add_field(*command, "--seed", "KMeansOptions.seed", options.seed, "Seed of the random start");
  add_verify_option(*command, arguments->settings);
  add_run_options(*command, arguments->settings, "FILE");
  command->footer("Example:\n  eigenlex cluster corpus.model -k 500 -o classes.tsv");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
