#include "eigenlex/compare/train_in_process.hpp"

#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/json_file.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/core/unfinished.hpp"
#include "eigenlex/embedding/formats.hpp"
#include "eigenlex/learn/run_record.hpp"

#include "compare/child_process.hpp"

namespace eigenlex {
namespace {

namespace fs = std::filesystem;

/// The files between a process and the one that started it.
struct TrainingFiles {
  explicit TrainingFiles(const fs::path& stem)
      : task(stem.string() + ".task.json"),
        table(stem.string() + ".npy"),
        vocabulary(stem.string() + ".vocab.tsv"),
        run(stem.string() + ".run.json"),
        messages(stem.string() + ".log") {}

  void remove() const {
    std::error_code ignored;
    for (const fs::path& file : {task, table, vocabulary, run, messages}) {
      fs::remove(file, ignored);
    }
  }

  fs::path task;
  fs::path table;
  fs::path vocabulary;
  fs::path run;
  fs::path messages;
};

/// Removes them in the end.
class RemovedFiles {
 public:
  explicit RemovedFiles(const TrainingFiles& files)
      : files_(files), unfinished_([this] { files_.remove(); }) {}
  ~RemovedFiles() { files_.remove(); }
  RemovedFiles(const RemovedFiles&) = delete;
  RemovedFiles& operator=(const RemovedFiles&) = delete;

 private:
  const TrainingFiles& files_;
  Unfinished unfinished_;
};

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

TrainingRunner train_in_processes(fs::path program, std::vector<std::string> arguments,
                                  fs::path folder) {
  return [program = std::move(program), arguments = std::move(arguments),
          folder = std::move(folder)](const Contender& contender, const TrainingTask& task,
                                      const std::function<void()>& check) -> Training {
    const fs::path stem = folder / "training";
    const TrainingFiles files(stem);
    const RemovedFiles removed(files);
    write_json(files.task, {{"contender", contender.name},
                            {"dim", task.dim},
                            {"seed", task.seed},
                            {"threads", task.threads}});
    // Paths may be any bytes, and JSON may not.
    std::vector<std::string> all = arguments;
    all.insert(all.end(), {stem.string(), task.corpus.string(), task.vocabulary.string()});
    const internal::ChildResult child =
        internal::run_child(program, std::move(all), files.messages, check);
    if (child.exit_status != 0) {
      check();  // a signal to all processes of this program is no failure of the contender
      throw Error(fmt::format("training {} failed with exit status {}: {}", contender.name,
                              child.exit_status, text_of(files.messages)));
    }
    const auto peak = read_json(files.run).at("peak_memory_bytes").get<std::int64_t>();
    return {read_vectors(files.table),
            {.wall_seconds = child.wall_seconds,
             .cpu_seconds = child.cpu_seconds,
             .peak_memory_bytes = peak}};
  };
}

void train_for_parent(std::span<const std::string> words, std::span<const Contender> contenders) {
  if (words.size() != 3) {
    throw OptionError("words", fmt::to_string(words.size()), "must be the 3 of the parent");
  }
  internal::end_with_parent();
  RunRecord record(unobserved());
  const TrainingFiles files(words[0]);
  const nlohmann::json told = read_json(files.task);
  const TrainingTask task{.corpus = words[1],
                          .vocabulary = words[2],
                          .dim = told.at("dim").get<std::int64_t>(),
                          .seed = told.at("seed").get<std::uint64_t>(),
                          .threads = told.at("threads").get<int>()};
  const ThreadCount threads(task.threads);
  const Embedding embedding =
      contender_named(contenders, told.at("contender").get<std::string>()).train(task, record);
  record.begin("write");
  write_vectors(embedding, VectorFormat::kNpy, files.table);
  record.end();
  write_json(files.run, record.describe());
}

}  // namespace eigenlex
