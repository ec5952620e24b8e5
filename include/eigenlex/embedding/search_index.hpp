#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <Eigen/Core>

#include "eigenlex/core/file.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/embedding/stored_embedding.hpp"

namespace eigenlex {

namespace internal {
class ArtifactReader;
}

/// How vectors of texts came about, for vectors of more texts, as questions, to be made alike.
struct TextEncoding {
  /// The words that texts are made of, with the description of the model that they are of.
  StoredEmbedding words;
  /// The a of smooth inverse frequency (query/text_encoder.hpp).
  double smoothing = 0;
  /// What was taken away from each vector: d numbers, of length 1 or 0.
  Eigen::RowVectorXd direction;
};

/// A folder of texts and their vectors, being written: search_index.json, texts.txt,
/// text_begin.npy, vectors.npy and, to make vectors of questions, vocab.tsv, words.npy and
/// direction.npy. It appears when it is complete and replaces one of its kind.
class SearchIndexWriter {
 public:
  /// Begins the folder with the words that the texts' vectors are made of, and how: see
  /// `TextEncoding`. A compact table is written as floats. Throws IoError as `PendingPath` does.
  SearchIndexWriter(const std::filesystem::path& path, const StoredEmbedding& words,
                    double smoothing);
  ~SearchIndexWriter();

  /// The next text, which has no newline in it. Throws IoError.
  void add_text(std::string_view text);
  /// Completes the folder, once all texts are there. `next_rows` gives their vectors piece by
  /// piece, in their order, and no rows in the end; `direction` is what was taken away from them.
  /// Throws IoError, or OptionError where the rows are not as many as the texts.
  void commit(const Eigen::RowVectorXd& direction, const std::function<Table()>& next_rows);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Whether `path` is a folder with a search_index.json.
bool is_search_index(const std::filesystem::path& path);

/// The vectors of a search index; text i goes by the name `text_name(i, texts)`. Throws IoError or
/// FormatError.
StoredEmbedding read_text_vectors(const std::filesystem::path& path,
                                  const ReadOptions& options = {});
/// How they were made. Throws as that.
TextEncoding read_text_encoding(const std::filesystem::path& path, const ReadOptions& options = {});

/// The texts of a search index, which stay in their file. Any thread may read.
class TextsFile {
 public:
  /// Throws IoError or FormatError.
  explicit TextsFile(const std::filesystem::path& path, const ReadOptions& options = {});

  std::int64_t size() const { return std::ssize(begin_) - 1; }
  /// Text `i`, 0 .. size() - 1. Throws IoError.
  std::string text(std::int64_t i) const;

 private:
  explicit TextsFile(const internal::ArtifactReader& folder);

  RandomAccessFile file_;
  std::vector<std::int64_t> begin_;  // of each text and of the end
};

/// The number of text i from 1, with as many digits as the last of `texts` has, so that the order
/// of names is that of texts.
std::string text_name(std::int64_t i, std::int64_t texts);

}  // namespace eigenlex
