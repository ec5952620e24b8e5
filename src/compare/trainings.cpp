#include "compare/trainings.hpp"

#include <cmath>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/embedding/formats.hpp"
#include "eigenlex/text/read_corpus.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

#include "core/checksum.hpp"

namespace eigenlex::internal {
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

json to_json(const TrainingFigures& figures) {
  json peak;
  if (figures.peak_memory_bytes) peak = *figures.peak_memory_bytes;
  return {{"wall_seconds", figures.wall_seconds},
          {"cpu_seconds", figures.cpu_seconds},
          {"peak_memory_bytes", peak}};
}

void check_columns(const Contender& contender, const Embedding& embedding) {
  if (embedding.vocabulary.size() > 0 && embedding.table.cols() > 0 &&
      embedding.table.rows() == embedding.vocabulary.size() && embedding.table.allFinite()) {
    return;
  }
  throw FormatError(fmt::format(
      "{}: gave a table of {} x {} numbers for {} words; it must have a row of finite "
      "numbers for each, and one at least",
      contender.name, embedding.table.rows(), embedding.table.cols(), embedding.vocabulary.size()));
}

/// Trains and keeps the table; throws OutOfTime at the deadline.
json train_now(Session& session, const Contender& contender, const TrainingTask& task,
               const std::string& title, double expected_seconds, const Deadline& deadline,
               const fs::path& table) {
  const Progress progress = session.observer().begin(title);
  const Deadline stopwatch(0);
  const auto check = [&] {
    report(progress, std::llround(1000 * stopwatch.elapsed()),
           std::llround(1000 * expected_seconds));
    if (!deadline.fits(0)) throw OutOfTime();
  };
  check();
  const Training training = session.options().run(contender, task, check);
  check_columns(contender, training.embedding);
  write_vectors(training.embedding, VectorFormat::kNpy, table);
  session.observer().end();
  return to_json(training.figures);
}

}  // namespace

PreparedCorpus prepare_corpus(Session& session, const std::vector<std::string>& paths) {
  const CompareOptions& options = session.options();
  Corpus corpus = read_corpus(paths, options.tokenizer, session.observer().begin("read", "B"));
  session.observer().end();
  corpus = restrict_vocabulary(std::move(corpus), options.vocabulary);
  PreparedCorpus prepared{.path = session.store().path("corpus.txt"),
                          .words = session.store().path("corpus.vocab.tsv"),
                          .checksum = {},
                          .vocabulary = {},
                          .figures = {}};
  write_words(corpus, prepared.path);
  write_vocabulary(corpus.vocabulary, prepared.words);
  prepared.checksum = file_checksum(prepared.path);
  prepared.figures = {{"files", paths},
                      {"documents", corpus.documents},
                      {"tokens_read", corpus.tokens_read},
                      {"tokens", corpus.token_count()},
                      {"words", corpus.vocabulary.size()}};
  prepared.vocabulary = std::move(corpus.vocabulary);
  return prepared;
}

void train_contender(Session& session, const Contender& contender, std::uint64_t seed,
                     const PreparedCorpus& corpus, Entry& entry) {
  const CompareOptions& options = session.options();
  const TrainingTask task{.corpus = corpus.path,
                          .vocabulary = corpus.words,
                          .dim = options.dim,
                          .seed = seed,
                          .threads = options.threads};
  const std::string title = fmt::format("train {}, seed {}", contender.name, seed);
  const PartStore& store = session.store();
  const std::string id =
      store.id(fmt::format("training-s{}", seed), {{"corpus", corpus.checksum},
                                                   {"contender", contender.name},
                                                   {"settings", contender.settings},
                                                   {"dim", task.dim},
                                                   {"seed", seed},
                                                   {"threads", task.threads}});
  const fs::path table = store.path(id + ".npy");
  std::optional<json> figures = store.find(id);
  std::error_code unknown;
  if (!figures || !fs::exists(table, unknown)) {
    const double expected = training_seconds(entry);
    const Deadline deadline =
        entry.runs.empty() ? session.deadline().share(kFirstTrainings) : session.deadline();
    if (!deadline.fits(expected)) {
      session.leave_out(title, no_time(deadline, expected));
      return;
    }
    try {
      figures = train_now(session, contender, task, title, expected, deadline, table);
    } catch (const OutOfTime&) {
      session.observer().end();
      session.leave_out(title, "stopped when its share of the budget was used up");
      return;
    }
    store.keep(id, *figures);
  }
  entry.runs.push_back(
      {.seed = seed, .table = table, .key = id, .training = *figures, .score = {}});
}

}  // namespace eigenlex::internal
