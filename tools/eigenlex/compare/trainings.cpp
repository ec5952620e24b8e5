#include "trainings.hpp"

#include <fmt/format.h>

#include "eigenlex/core/checksum.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/core/json_file.hpp"
#include "eigenlex/text/read_corpus.hpp"

#include "child.hpp"

namespace eigenlex::tool {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

void write_words(const Corpus& corpus, const fs::path& path) {
  PendingPath pending(path, PendingPath::Kind::kFile);
  OutputFile file(pending.path());
  bool line_begins = true;
  for (const std::int32_t token : corpus.tokens) {
    if (token == Corpus::kDocumentEnd) {
      file.write("\n");
      line_begins = true;
      continue;
    }
    if (!line_begins) file.write(" ");
    file.write(corpus.vocabulary.word(token));
    line_begins = false;
  }
  file.close();
  pending.commit();
}

/// Share of the time by which first trainings have to end, so that what is trained is measured too.
constexpr double kFirstTrainings = 0.7;

double training_seconds(const Entry& entry) {
  return entry.runs.empty() ? 0 : entry.runs.back().training.at("wall_seconds").get<double>();
}

}  // namespace

PreparedCorpus prepare_corpus(Session& session) {
  const CompareSettings& settings = session.settings();
  Corpus corpus =
      read_corpus(settings.corpus, settings.tokenizer, session.console().begin("read", "B"));
  session.console().end();
  corpus = restrict_vocabulary(std::move(corpus), settings.vocabulary);
  PreparedCorpus prepared{
      .path = session.store().path("corpus.txt"), .checksum = {}, .vocabulary = {}, .figures = {}};
  write_words(corpus, prepared.path);
  prepared.checksum = file_checksum(prepared.path);
  prepared.figures = {{"files", settings.corpus},
                      {"documents", corpus.documents},
                      {"tokens_read", corpus.tokens_read},
                      {"tokens", corpus.token_count()},
                      {"words", corpus.vocabulary.size()}};
  prepared.vocabulary = std::move(corpus.vocabulary);
  return prepared;
}

void train_contender(Session& session, const Contender& contender, int seed,
                     const PreparedCorpus& corpus, Entry& entry) {
  const CompareSettings& settings = session.settings();
  const std::string title = fmt::format("train {}, seed {}", contender.name, seed);
  const json decided_by{{"program", EIGENLEX_VERSION},
                        {"corpus", corpus.checksum},
                        {"arguments", contender.arguments},
                        {"dim", settings.dim},
                        {"seed", seed},
                        {"threads", settings.threads}};
  const PartStore& store = session.store();
  const std::string id = PartStore::id(fmt::format("{}-s{}", contender.name, seed), decided_by);
  const TrainingFiles files = training_files(contender, store.path(id));
  std::optional<json> figures = store.find(id);
  std::error_code unknown;
  if (!figures || !fs::exists(files.table, unknown)) {
    const double expected = training_seconds(entry);
    const Deadline deadline =
        entry.runs.empty() ? session.deadline().share(kFirstTrainings) : session.deadline();
    if (!deadline.fits(expected)) {
      session.leave_out(title, no_time(deadline, expected));
      return;
    }
    const Progress progress = session.begin(title);
    const ChildResult child =
        run_self(training_command(contender, settings, seed, corpus.path, files), deadline,
                 expected, progress);
    session.console().end();
    if (!child.in_time) {
      session.leave_out(title, "stopped when its share of --budget was used up");
      return;
    }
    if (child.exit_status != 0) {
      throw Error(fmt::format("{} failed with exit status {}; its message is above", title,
                              child.exit_status));
    }
    figures = json{{"wall_seconds", child.wall_seconds},
                   {"cpu_seconds", child.cpu_seconds},
                   {"peak_memory_bytes", read_json(files.run).at("peak_memory_bytes")}};
    store.keep(id, *figures);
  }
  entry.runs.push_back(
      {.seed = seed, .table = files.table, .key = id, .training = *figures, .score = {}});
}

}  // namespace eigenlex::tool
