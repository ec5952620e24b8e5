#include "eigenlex/embedding/search_index.hpp"

#include <array>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/core/npy.hpp"
#include "eigenlex/embedding/table_file.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

#include "core/artifact.hpp"
#include "embedding/read_table.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kTexts = "texts.txt";
constexpr std::string_view kTextBegin = "text_begin.npy";
constexpr std::string_view kTextVectors = "vectors.npy";
constexpr std::string_view kTextWords = "vocab.tsv";
constexpr std::string_view kTextWordVectors = "words.npy";
constexpr std::string_view kTextDirection = "direction.npy";
/// What the description has that of the model of the words under.
constexpr const char* kModelOfWords = "model";

constexpr std::array<std::string_view, 4> kSearchIndexKeys = {"texts", "words", "dim", "smoothing"};
constexpr internal::ArtifactFormat kSearchIndexFormat{.name = "search index",
                                                      .manifest = "search_index.json",
                                                      .version = 1,
                                                      .keys = kSearchIndexKeys};

/// A table in a folder, of the rows and columns that the manifest says.
Table table_of(const internal::ArtifactReader& folder, std::string_view name,
               std::string_view rows) {
  Table table = internal::read_table(folder, name);
  if (table.rows() == folder.number(rows) && table.cols() == folder.number("dim")) return table;
  throw FormatError::at_path(
      (folder.path() / name).string(),
      fmt::format("is {} x {}, but {} says {} x {}", table.rows(), table.cols(),
                  kSearchIndexFormat.manifest, folder.number(rows), folder.number("dim")));
}

/// Where texts begin, and the end: numbers that rise within the file.
std::vector<std::int64_t> begins_in(const internal::ArtifactReader& folder, std::int64_t bytes) {
  const fs::path path = folder.checked(kTextBegin);
  auto begin = read_npy_list<std::vector<std::int64_t>>(path, folder.number("texts") + 1);
  for (std::size_t i = 0; i + 1 < begin.size(); ++i) {
    if (begin[i] < begin[i + 1]) continue;
    throw FormatError::at_path(path.string(), fmt::format("text {} does not end after {}, where it "
                                                          "begins",
                                                          i + 1, begin[i]));
  }
  if (begin.front() != 0 || begin.back() != bytes) {
    throw FormatError::at_path(path.string(),
                               fmt::format("goes from {} to {}, but {} has {} bytes", begin.front(),
                                           begin.back(), kTexts, bytes));
  }
  return begin;
}

}  // namespace

struct SearchIndexWriter::Parts {
  Parts(const fs::path& path, const StoredEmbedding& made_of, double smoothing)
      : folder(kSearchIndexFormat, path, {{kModelOfWords, made_of.description}}),
        texts(folder.add(kTexts)),
        entries({{"words", made_of.vocabulary.size()},
                 {"dim", dimensions_of(made_of.vectors)},
                 {"smoothing", smoothing}}) {}

  internal::ArtifactWriter folder;
  OutputFile texts;
  nlohmann::json entries;
  std::vector<std::int64_t> begin{0};
};

SearchIndexWriter::SearchIndexWriter(const fs::path& path, const StoredEmbedding& words,
                                     double smoothing)
    : parts_(std::make_unique<Parts>(path, words, smoothing)) {
  write_vocabulary(words.vocabulary, parts_->folder.add(kTextWords));
  const Table* const floats = std::get_if<Table>(&words.vectors);
  write_table(floats != nullptr ? *floats : decode(words.vectors),
              parts_->folder.add(kTextWordVectors));
}

SearchIndexWriter::~SearchIndexWriter() = default;

void SearchIndexWriter::add_text(std::string_view text) {
  parts_->texts.write(text);
  parts_->texts.write("\n");
  parts_->begin.push_back(parts_->begin.back() + std::ssize(text) + 1);
}

void SearchIndexWriter::commit(const Eigen::RowVectorXd& direction,
                               const std::function<Table()>& next_rows) {
  const std::int64_t texts = std::ssize(parts_->begin) - 1;
  parts_->texts.close();
  write_npy_list<std::int64_t>(parts_->folder.add(kTextBegin), parts_->begin);
  NpyWriter<float> vectors(parts_->folder.add(kTextVectors),
                           std::array<std::int64_t, 2>{texts, direction.size()});
  for (Table rows = next_rows(); rows.rows() > 0; rows = next_rows()) {
    vectors.append({rows.data(), as_size(rows.size())});
  }
  vectors.close();
  write_npy_list<double>(parts_->folder.add(kTextDirection),
                         {direction.data(), as_size(direction.size())});
  parts_->entries["texts"] = texts;
  parts_->folder.commit(parts_->entries);
}

bool is_search_index(const fs::path& path) {
  return internal::is_artifact(kSearchIndexFormat, path);
}

StoredEmbedding read_text_vectors(const fs::path& path, const ReadOptions& options) {
  const internal::ArtifactReader folder(kSearchIndexFormat, path, options);
  const std::int64_t texts = folder.number("texts");
  Table vectors = table_of(folder, kTextVectors, "texts");
  std::vector<std::string> names;
  names.reserve(as_size(texts));
  for (std::int64_t i = 0; i < texts; ++i) names.push_back(text_name(i, texts));
  return {Vocabulary(names, std::vector<std::int64_t>(names.size(), 0)), std::move(vectors)};
}

TextEncoding read_text_encoding(const fs::path& path, const ReadOptions& options) {
  const internal::ArtifactReader folder(kSearchIndexFormat, path, options);
  TextEncoding encoding{.words = {read_vocabulary(folder.checked(kTextWords)),
                                  table_of(folder, kTextWordVectors, "words")},
                        .smoothing = folder.real("smoothing"),
                        .direction = {}};
  if (encoding.words.vocabulary.size() != folder.number("words")) {
    folder.fail(fmt::format("\"words\" is {}, but {} has {}", folder.number("words"), kTextWords,
                            encoding.words.vocabulary.size()));
  }
  const auto direction =
      read_npy_list<std::vector<double>>(folder.checked(kTextDirection), folder.number("dim"));
  encoding.direction =
      Eigen::Map<const Eigen::RowVectorXd>(direction.data(), std::ssize(direction));
  if (!encoding.direction.allFinite()) folder.fail("its direction has numbers that are not finite");
  nlohmann::json made = folder.description().value(kModelOfWords, nlohmann::json::object());
  if (made.is_object()) encoding.words.description = std::move(made);
  return encoding;
}

TextsFile::TextsFile(const fs::path& path, const ReadOptions& options)
    : TextsFile(internal::ArtifactReader(kSearchIndexFormat, path, options)) {}

TextsFile::TextsFile(const internal::ArtifactReader& folder)
    : file_(folder.checked(kTexts)), begin_(begins_in(folder, file_.size())) {}

std::string TextsFile::text(std::int64_t i) const {
  const std::int64_t begin = begin_[as_size(i)];
  std::string text(as_size(begin_[as_size(i + 1)] - begin - 1), '\0');
  file_.read_at(begin, text);
  return text;
}

std::string text_name(std::int64_t i, std::int64_t texts) {
  return fmt::format("{:0{}}", i + 1, fmt::formatted_size("{}", texts));
}

}  // namespace eigenlex
