#include "eigenlex/learn/kept_map.hpp"

#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/embedding/companion.hpp"
#include "eigenlex/embedding/model.hpp"
#include "eigenlex/refine/word_map_file.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

/// The map that is there, if it is one of these vectors and options.
std::optional<WordMap> kept_map(const fs::path& path, const WordMapOptions& options,
                                const std::string& key, const ReadOptions& read,
                                Observer& observer) {
  std::error_code unknown;
  if (!fs::exists(path, unknown)) return std::nullopt;
  try {
    return read_word_map(path, options, key, read);
  } catch (const FormatError& error) {
    observer.note("map", fmt::format("made anew: {}", error.what()));
  } catch (const IoError& error) {
    observer.note("map", fmt::format("made anew: {}", error.what()));
  }
  return std::nullopt;
}

/// Keeps a map, or says why not.
void keep(const WordMap& map, const WordMapOptions& options, const std::string& key,
          const fs::path& path, Observer& observer) {
  observer.begin("write");
  std::optional<std::string> failure;
  try {
    write_word_map(map, options, key, path);
  } catch (const IoError& error) {
    failure = error.what();
  }
  observer.end();
  if (failure) observer.note("map", fmt::format("cannot be kept: {}", *failure));
}

/// The map that is there, or one of what `embedding` gives, which then is kept.
template <class GetEmbedding>
WordMap kept_or_made(const fs::path& vectors, const GetEmbedding& embedding,
                     const WordMapOptions& options, const ReadOptions& read, Observer& observer) {
  options.validate();
  const fs::path path = companion_path(vectors, "map");
  const std::string key = companion_key(vectors);
  if (auto kept = kept_map(path, options, key, read, observer)) return *std::move(kept);
  WordMap map = word_map(embedding(), options, observer);
  keep(map, options, key, path, observer);
  return map;
}

}  // namespace

WordMap open_or_make_map(const fs::path& vectors, const WordMapOptions& options,
                         const ReadOptions& read, Observer& observer) {
  const auto load = [&] {
    observer.begin("read");
    Embedding embedding = load_embedding(vectors, read);
    observer.end();
    return embedding;
  };
  return kept_or_made(vectors, load, options, read, observer);
}

WordMap open_or_make_map(const fs::path& vectors, const Embedding& embedding,
                         const WordMapOptions& options, const ReadOptions& read,
                         Observer& observer) {
  const auto get = [&]() -> const Embedding& { return embedding; };
  return kept_or_made(vectors, get, options, read, observer);
}

}  // namespace eigenlex
