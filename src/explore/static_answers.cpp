#include "eigenlex/explore/static_answers.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"

#include "explore/rounded.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;
using internal::rounded;

void write_text(const fs::path& path, std::string_view text) {
  OutputFile file(path);
  file.write(text);
  file.close();
}

/// The answer to a request about a model; empty where there is none.
std::string answer_text(const Explorer& explorer, const char* path, std::size_t model) {
  ExploreAnswer answer =
      explorer.answer({.path = path, .parameters = {{"model", fmt::to_string(model)}}});
  return answer.status == 200 ? std::move(answer.json) : std::string();
}

/// The neighbours of words begin .. end - 1.
Json rows_of(const Searcher& searcher, std::int32_t begin, std::int32_t end, std::int32_t count) {
  std::vector<std::int32_t> ids;
  for (std::int32_t id = begin; id < end; ++id) ids.push_back(id);
  const auto found = nearest_words(searcher.units(), searcher.vocabulary(), ids, {.count = count});
  Json rows = Json::array();
  for (const auto& neighbours : found) {
    Json& row = rows.emplace_back(Json{{"ids", Json::array()}, {"similarities", Json::array()}});
    for (const Neighbour& each : neighbours) {
      row["ids"].push_back(each.id);
      row["similarities"].push_back(rounded(each.similarity));
    }
  }
  return {{"rows", std::move(rows)}};
}

std::int32_t listed_words(const Explorer& explorer, std::size_t model,
                          const StaticAnswersOptions& options) {
  const std::int32_t words = explorer.searcher(model).vocabulary().size();
  return options.words == 0 ? words : std::min(words, options.words);
}

void write_models(const Explorer& explorer, const StaticAnswersOptions& options,
                  const fs::path& folder) {
  Json models = Json::parse(explorer.answer({.path = "/api/models"}).json);
  for (std::size_t model = 0; model < explorer.models(); ++model) {
    models["models"][model]["listed"] = listed_words(explorer, model, options);
  }
  write_text(folder / "models.json", models.dump());
}

}  // namespace

void StaticAnswersOptions::validate() const {
  if (words < 0) {
    throw OptionError("StaticAnswersOptions.words", fmt::to_string(words), "must be at least 0");
  }
  if (neighbours < 1 || neighbours > 1000) {
    throw OptionError("StaticAnswersOptions.neighbours", fmt::to_string(neighbours),
                      "must be in 1 .. 1000");
  }
}

void write_static_answers(const Explorer& explorer, const StaticAnswersOptions& options,
                          const fs::path& folder, Observer& observer) {
  options.validate();
  std::int64_t total = 0;
  for (std::size_t model = 0; model < explorer.models(); ++model) {
    total += listed_words(explorer, model, options);
  }
  const Progress progress = observer.begin("neighbours", "words");
  std::int64_t done = 0;
  for (std::size_t model = 0; model < explorer.models(); ++model) {
    write_text(folder / fmt::format("words-{}.json", model),
               answer_text(explorer, "/api/words", model));
    if (const std::string map = answer_text(explorer, "/api/map", model); !map.empty()) {
      write_text(folder / fmt::format("map-{}.json", model), map);
    }
    const std::int32_t listed = listed_words(explorer, model, options);
    for (std::int32_t begin = 0; begin < listed; begin += kStaticShard) {
      const std::int32_t end = std::min(listed, begin + kStaticShard);
      const Json rows = rows_of(explorer.searcher(model), begin, end, options.neighbours);
      write_text(folder / fmt::format("neighbours-{}-{}.json", model, begin / kStaticShard),
                 rows.dump());
      done += end - begin;
      if (progress) progress(done, total);
    }
  }
  observer.end();
  write_models(explorer, options, folder);
}

}  // namespace eigenlex
