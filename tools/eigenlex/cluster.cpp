#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/refine/classes.hpp"
#include "eigenlex/refine/classes_file.hpp"
#include "eigenlex/refine/kmeans.hpp"

#include "commands.hpp"
#include "options.hpp"
#include "results.hpp"
#include "verify_option.hpp"

namespace eigenlex::tool {
namespace {

struct ClusterArguments {
  std::string model;
  KMeansOptions kmeans;
  bool euclidean = false;
  std::int64_t soft = 0;  ///< nearest classes to write for each word; 0 for the class alone
  std::size_t central = 8;
  ReadOptions read;
  RunSettings run;
};

/// The words nearest to the centroid.
std::vector<std::string> central_words(const PointClass& each, const Vocabulary& words,
                                       std::size_t count) {
  std::vector<std::string> central;
  for (std::size_t i = 0; i < std::min(count, each.members.size()); ++i) {
    central.emplace_back(words.word(each.members[i]));
  }
  return central;
}

nlohmann::ordered_json summary(const ClusterArguments& arguments, const Vocabulary& words,
                               const KMeansResult& found, const std::vector<PointClass>& classes) {
  const Metric metric = arguments.kmeans.metric;
  auto list = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < classes.size(); ++i) {
    list.push_back(
        {{"class", i},
         {"size", classes[i].members.size()},
         {metric == Metric::kCosine ? "cohesion" : "spread", cohesion(classes[i], metric)},
         {"words", central_words(classes[i], words, arguments.central)}});
  }
  return {{"words", words.size()},
          {"classes", std::move(list)},
          {"metric", enum_name(metric)},
          {"seed", arguments.kmeans.seed},
          {"iterations", found.inertias.size()},
          {"stop", enum_name(found.stop)},
          {"reseeded", found.reseeded},
          {"inertias", found.inertias}};
}

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

void run(ClusterArguments arguments) {
  arguments.kmeans.metric = arguments.euclidean ? Metric::kEuclidean : Metric::kCosine;
  arguments.kmeans.validate();
  if (arguments.soft < 0 || arguments.soft > arguments.kmeans.clusters) {
    throw OptionError("--soft", std::to_string(arguments.soft),
                      "must be 0.. the number of classes");
  }
  check_output(arguments.run, PendingPath::Kind::kFile);
  const ThreadCount threads(threads_of(arguments.run));
  Console console(arguments.run.quiet);
  console.begin("read");
  const Embedding embedding = load_embedding(arguments.model, arguments.read);
  console.end();
  const KMeansResult found = kmeans(embedding.table, arguments.kmeans, console.begin("cluster"));
  console.end();
  const auto classes = classes_of(found.assignment, found.centroids.rows());
  const Metric metric = arguments.kmeans.metric;
  if (arguments.soft > 0) {
    write_classes(embedding.vocabulary,
                  assign_softly(embedding.table, found.centroids, metric, arguments.soft), classes,
                  metric, arguments.run.output);
  } else {
    write_classes(embedding.vocabulary, found.assignment, classes, metric, arguments.run.output);
  }
  console.line("inertia", fmt::format("{:.6g} after {} iterations ({})", found.inertias.back(),
                                      found.inertias.size(), enum_name(found.stop)));
  if (arguments.run.json) {
    print_json_line(summary(arguments, embedding.vocabulary, found, classes));
  } else if (!arguments.run.quiet) {
    print_table(arguments, embedding.vocabulary, classes);
  }
}

}  // namespace

void add_cluster_command(CLI::App& app) {
  auto arguments = std::make_shared<ClusterArguments>();
  CLI::App* command = app.add_subcommand("cluster", "Group the words into classes by k-means");
  command->add_option("MODEL", arguments->model, "Model directory or file of vectors")->required();
  command->add_option("-k,--classes", arguments->kmeans.clusters, "Number of classes");
  command->add_flag("--euclidean", arguments->euclidean,
                    "By the distance of the vectors as they are, not by their cosine");
  command
      ->add_option("--soft", arguments->soft,
                   "Write the M nearest classes of each word with their weights")
      ->option_text("M");
  command->add_option("--max-iterations", arguments->kmeans.max_iterations,
                      "Stop after so many iterations");
  command->add_option("--tolerance", arguments->kmeans.tolerance,
                      "Stop when an iteration gains no more than this share of the inertia");
  command->add_option("--central", arguments->central, "Words of each class in the summary");
  command->add_option("--seed", arguments->kmeans.seed, "Seed of the random start");
  add_verify_option(*command, arguments->read);
  add_run_options(*command, arguments->run, "FILE");
  command->footer("Example:\n  eigenlex cluster corpus.model -k 500 -o classes.tsv");
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
