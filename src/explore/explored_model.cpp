#include "explore/explored_model.hpp"

#include <utility>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/compact.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/learn/kept_map.hpp"

#include "core/sealed_json.hpp"
#include "explore/json_line.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;
namespace {

/// The name of a file or folder without the folders that it lies in.
std::string file_name(const fs::path& path) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

/// The value at a place of a description, or null.
nlohmann::json value_at(const nlohmann::json& description, const char* pointer) {
  const nlohmann::json::json_pointer place(pointer);
  return description.contains(place) ? description.at(place) : nlohmann::json();
}

/// How the vectors of a path were made; null where it does not say. Its arrays are not read.
nlohmann::json description_of(const fs::path& path, const ReadOptions& read) {
  if (is_model(path)) return read_sealed_json(path / "model.json", read);
  if (!is_compact(path)) return {};
  return value_at(read_sealed_json(path / "compact.json", read), "/model");
}

nlohmann::ordered_json about_model(const std::string& name, const Searcher& searcher,
                                   const nlohmann::json& description) {
  nlohmann::ordered_json about{{"name", name},
                               {"words", searcher.vocabulary().size()},
                               {"dimensions", searcher.units().dimensions()},
                               {"graph", searcher.graph() != nullptr}};
  // Only what is chosen here: a description has paths of the machine in it.
  for (const auto& [key, place] :
       {std::pair{"method", "/factor_options/method"}, std::pair{"window", "/count_options/window"},
        std::pair{"tokens", "/corpus/tokens_read"}, std::pair{"documents", "/corpus/documents"}}) {
    if (const nlohmann::json value = value_at(description, place); value.is_primitive()) {
      about[key] = value;
    }
  }
  return about;
}

std::shared_ptr<const std::string> words_text_of(const std::string& name, const Vocabulary& words) {
  return std::make_shared<const std::string>(
      json_line({{"model", name}, {"words", words.words()}, {"counts", words.counts()}}));
}

}  // namespace

ExploredModel::ExploredModel(const fs::path& path, const ReadOptions& read)
    : ExploredModel(file_name(path), Searcher(path, {.many_questions = true, .read = read}),
                    description_of(path, read)) {
  path_ = path;
  read_ = read;
  map_.begin();
  evidence_ = Evidence(path, read);
  about_["evidence"] = evidence_.names();
}

void ExploredModel::make_map(Observer& observer) {
  if (path_.empty()) return;
  MapObserver progress(map_, observer);
  try {
    const WordMap made = open_or_make_map(path_, {}, read_, progress);
    map_.finish(json_line(map_json(name_, made, searcher_.vocabulary())));
  } catch (const Interrupted&) {
    map_.fail();
    throw;
  } catch (const Error& error) {
    map_.fail();
    observer.note("map", error.what());
  }
}

ExploredModel::ExploredModel(std::string name, Searcher searcher, const nlohmann::json& description)
    : name_(std::move(name)),
      searcher_(std::move(searcher)),
      completion_(searcher_.vocabulary()),
      about_(about_model(name_, searcher_, description)),
      words_text_(words_text_of(name_, searcher_.vocabulary())) {}

}  // namespace eigenlex::internal
