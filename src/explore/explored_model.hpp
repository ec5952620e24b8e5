#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "eigenlex/core/observer.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/explore/completion_index.hpp"
#include "eigenlex/query/searcher.hpp"

#include "explore/evidence.hpp"
#include "explore/map_answer.hpp"

namespace eigenlex::internal {

/// A model of an explorer, with what is made of it once.
class ExploredModel {
 public:
  ExploredModel(const std::filesystem::path& path, const ReadOptions& read);
  ExploredModel(std::string name, Searcher searcher, const nlohmann::json& description = {});

  const std::string& name() const { return name_; }
  const Searcher& searcher() const { return searcher_; }
  const CompletionIndex& completion() const { return completion_; }
  /// What there is to say of it: name, words, dimensions, how it was made.
  const nlohmann::ordered_json& about() const { return about_; }
  /// The answer of /api/words.
  std::shared_ptr<const std::string> words_text() const { return words_text_; }
  /// Opens or makes the map of a model that has a path.
  void make_map(Observer& observer);
  const MapAnswer& map() const { return map_; }
  const Evidence& evidence() const { return evidence_; }

 private:
  std::filesystem::path path_;  ///< empty for one in memory
  ReadOptions read_;
  std::string name_;
  Searcher searcher_;
  CompletionIndex completion_;
  nlohmann::ordered_json about_;
  std::shared_ptr<const std::string> words_text_;
  MapAnswer map_;
  Evidence evidence_;
};

}  // namespace eigenlex::internal
