#include "query/open_words.hpp"

#include <utility>

#include "text/file_content.hpp"

namespace eigenlex::internal {

OpenedWords open_words(const std::filesystem::path& path, const ReadOptions& options) {
  std::error_code unknown;
  if (std::filesystem::is_directory(path, unknown) ||
      !is_fasttext_file(first_bytes(path, kFastTextMarkBytes))) {
    return {open_embedding(path, options)};
  }
  FastTextModel model = read_fasttext_file(path);
  OpenedWords opened{{std::move(model.words.vocabulary), std::move(model.words.table)}};
  if (!model.ngrams) return opened;
  opened.ngrams = std::make_unique<FastTextNgrams>(*std::move(model.ngrams));
  if (options.note) {
    options.note(path.string() + ": a model of fastText: unknown words are composed of n-grams");
  }
  return opened;
}

}  // namespace eigenlex::internal
