#include "train_contender.hpp"

#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/json_file.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/unfinished.hpp"
#include "eigenlex/embedding/formats.hpp"
#include "eigenlex/learn/run_record.hpp"

#include "../commands.hpp"
#include "../console.hpp"
#include "child.hpp"
#include "contenders.hpp"

namespace eigenlex::tool {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCommand = "train-contender";

/// The files that a child leaves, removed with this.
class ChildFiles {
 public:
  explicit ChildFiles(const fs::path& folder)
      : stem_(folder / "training"), unfinished_([this] { remove(); }) {}
  ~ChildFiles() { remove(); }
  ChildFiles(const ChildFiles&) = delete;
  ChildFiles& operator=(const ChildFiles&) = delete;

  fs::path table() const { return stem_.string() + ".npy"; }
  fs::path vocabulary() const { return stem_.string() + ".vocab.tsv"; }
  fs::path run() const { return stem_.string() + ".run.json"; }
  fs::path messages() const { return stem_.string() + ".log"; }

 private:
  void remove() const {
    std::error_code ignored;
    for (const fs::path& file : {table(), vocabulary(), run(), messages()}) {
      fs::remove(file, ignored);
    }
  }

  fs::path stem_;
  Unfinished unfinished_;
};

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

Training train(const fs::path& folder, const Contender& contender, const TrainingTask& task,
               const std::function<void()>& check) {
  const ChildFiles files(folder);
  const ChildResult child =
      run_self({kCommand, contender.name, task.corpus.string(), task.vocabulary.string(),
                fmt::to_string(task.dim), fmt::to_string(task.seed), fmt::to_string(task.threads),
                files.table().string(), files.run().string()},
               files.messages(), check);
  if (child.exit_status != 0) {
    check();  // a signal to all processes of this program is no failure of the contender
    throw Error(fmt::format("training {} failed with exit status {}: {}", contender.name,
                            child.exit_status, text_of(files.messages())));
  }
  const auto peak = read_json(files.run()).at("peak_memory_bytes").get<std::int64_t>();
  return {read_vectors(files.table()),
          {.wall_seconds = child.wall_seconds,
           .cpu_seconds = child.cpu_seconds,
           .peak_memory_bytes = peak}};
}

struct TrainContenderArguments {
  std::string name;
  std::string corpus;
  std::string vocabulary;
  TrainingTask task;
  std::string table;
  std::string run;
};

void run(TrainContenderArguments& arguments) {
  end_with_parent();
  Console console(true);
  RunRecord record(console);
  TrainingTask& task = arguments.task;
  task.corpus = arguments.corpus;
  task.vocabulary = arguments.vocabulary;
  const ThreadCount threads(task.threads);
  const Embedding embedding = contender_named(arguments.name).train(task, record);
  record.begin("write");
  write_vectors(embedding, VectorFormat::kNpy, arguments.table);
  record.end();
  write_json(arguments.run, record.describe());
}

}  // namespace

TrainingRunner train_in_child(fs::path folder) {
  return [folder = std::move(folder)](const Contender& contender, const TrainingTask& task,
                                      const std::function<void()>& check) {
    return train(folder, contender, task, check);
  };
}

void add_train_contender_command(CLI::App& app) {
  auto arguments = std::make_shared<TrainContenderArguments>();
  TrainingTask& task = arguments->task;
  CLI::App* command = app.add_subcommand(kCommand, "Train a contender of `compare`");
  command->group("");  // not in the list of commands: `compare` starts it
  command->add_option("NAME", arguments->name)->required();
  command->add_option("CORPUS", arguments->corpus)->required();
  command->add_option("VOCABULARY", arguments->vocabulary)->required();
  command->add_option("DIM", task.dim)->required();
  command->add_option("SEED", task.seed)->required();
  command->add_option("THREADS", task.threads)->required();
  command->add_option("TABLE", arguments->table)->required();
  command->add_option("RUN", arguments->run)->required();
  command->callback([arguments] { run(*arguments); });
}

}  // namespace eigenlex::tool
