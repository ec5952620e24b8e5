#include "eigenlex/text/corpus_vocabulary.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/order_by_count.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

#include "core/artifact.hpp"

namespace eigenlex {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kWords = "vocab.tsv";
constexpr std::array<std::string_view, 10> kKeys = {
    "words",     "documents", "tokens",    "distinct_words", "bytes_replaced",
    "min_count", "max_vocab", "tokenizer", "lowercase",      "document"};
constexpr internal::ArtifactFormat kFormat{
    .name = "vocabulary", .manifest = "vocabulary.json", .version = 1, .keys = kKeys};

std::string reading_text(const Reading& reading) {
  return fmt::format("tokenizer {}{}, a document a {}", enum_name(reading.tokenizer.kind),
                     reading.tokenizer.lowercase ? " in lower case" : "",
                     enum_name(reading.document));
}

bool is_read_alike(const Reading& a, const Reading& b) {
  return a.tokenizer.kind == b.tokenizer.kind && a.tokenizer.lowercase == b.tokenizer.lowercase &&
         a.document == b.document;
}

/// Where the words are not in the order that `order_by_count` gives them, or the size of them.
std::int32_t first_out_of_order(const Vocabulary& words) {
  for (std::int32_t id = 1; id < words.size(); ++id) {
    const auto key = [&](std::int32_t i) { return std::pair(-words.count(i), words.word(i)); };
    if (!(key(id - 1) < key(id))) return id;
  }
  return words.size();
}

}  // namespace

CorpusVocabulary gather_vocabulary(const std::vector<std::string>& paths,
                                   const TokenizerOptions& options, const StorageOptions& storage,
                                   const Progress& progress, const SourceOptions& source) {
  EncodedCorpus read = encode_corpus(paths, options, storage, progress, source,
                                     {.words_alone = true, .may_be_empty = true});
  CorpusVocabulary gathered;
  gathered.documents = read.documents;
  gathered.tokens = read.tokens;
  gathered.distinct_words = read.vocabulary.size();
  gathered.words = std::move(read.vocabulary);
  gathered.reading = std::move(read.reading);
  gathered.corpus = paths;
  return gathered;
}

void VocabularySum::add(const CorpusVocabulary& part, const std::string& name) {
  if (part.words.size() != part.distinct_words) {
    throw FormatError::at_path(
        name,
        fmt::format("has but the {} words that occur {} times or more, of {}: rare ones may be "
                    "frequent in all text; gather it whole and cut the sum",
                    part.words.size(), part.cut.min_count, part.distinct_words));
  }
  if (is_read_known_ && part.tokens > 0 && !is_read_alike(sum_.reading, part.reading)) {
    throw FormatError::at_path(
        name, fmt::format("was read by {}, but {} by {}; read all parts alike",
                          reading_text(part.reading), reader_, reading_text(sum_.reading)));
  }
  if (!is_read_known_) {
    sum_.reading.tokenizer = part.reading.tokenizer;
    sum_.reading.document = part.reading.document;
    is_read_known_ = part.tokens > 0;
    reader_ = name;
  }
  for (std::int32_t id = 0; id < part.words.size(); ++id) {
    const auto sum_id = static_cast<std::size_t>(table_.intern(part.words.word(id)));
    counts_.resize(std::max(counts_.size(), sum_id + 1));
    const std::int64_t count = part.words.count(id);
    if (count > std::numeric_limits<std::int64_t>::max() - total_) {
      throw FormatError::at_path(name, "counts and those before add up to more than 2^63-1");
    }
    total_ += count;
    counts_[sum_id] += count;
  }
  sum_.documents += part.documents;
  sum_.tokens += part.tokens;
  sum_.reading.bytes_replaced += part.reading.bytes_replaced;
  sum_.corpus.insert(sum_.corpus.end(), part.corpus.begin(), part.corpus.end());
}

CorpusVocabulary VocabularySum::finish(const VocabularyOptions& cut) {
  cut.validate();
  sum_.words = order_by_count({table_.words().begin(), table_.words().end()}, counts_).vocabulary;
  table_ = {};
  counts_ = {};
  sum_.distinct_words = sum_.words.size();
  sum_.cut = cut;
  if (sum_.words.size() > 0) {
    const std::int32_t kept = kept_words(sum_.words, cut);
    if (kept < sum_.words.size()) sum_.words = first_words(sum_.words, kept);
  }
  return std::move(sum_);
}

void write_corpus_vocabulary(const CorpusVocabulary& vocabulary, const fs::path& path) {
  internal::ArtifactWriter folder(kFormat, path, {{"corpus", vocabulary.corpus}});
  write_vocabulary(vocabulary.words, folder.add(kWords));
  folder.commit({{"words", vocabulary.words.size()},
                 {"documents", vocabulary.documents},
                 {"tokens", vocabulary.tokens},
                 {"distinct_words", vocabulary.distinct_words},
                 {"bytes_replaced", vocabulary.reading.bytes_replaced},
                 {"min_count", vocabulary.cut.min_count},
                 {"max_vocab", vocabulary.cut.max_size},
                 {"tokenizer", enum_name(vocabulary.reading.tokenizer.kind)},
                 {"lowercase", vocabulary.reading.tokenizer.lowercase},
                 {"document", enum_name(vocabulary.reading.document)}});
}

CorpusVocabulary read_corpus_vocabulary(const fs::path& path, const ReadOptions& options) {
  const internal::ArtifactReader folder(kFormat, path, options);
  CorpusVocabulary read;
  read.words = read_vocabulary(folder.checked(kWords));
  read.documents = folder.number("documents");
  read.tokens = folder.number("tokens");
  read.distinct_words = folder.number("distinct_words");
  read.reading.bytes_replaced = folder.number("bytes_replaced");
  read.cut = {.min_count = folder.number("min_count"), .max_size = folder.number("max_vocab")};
  if (read.cut.min_count < 1) folder.fail("\"min_count\" must be at least 1");
  read.reading.tokenizer = {.kind = folder.choice<TokenizerKind>("tokenizer"),
                            .lowercase = folder.boolean("lowercase")};
  read.reading.document = folder.choice<DocumentKind>("document");
  if (read.reading.tokenizer.kind == TokenizerKind::kAuto ||
      read.reading.document == DocumentKind::kAuto) {
    folder.fail("\"tokenizer\" and \"document\" must say what was chosen, not auto");
  }
  if (folder.number("words") != read.words.size() || read.words.size() > read.distinct_words) {
    folder.fail(fmt::format("\"words\" and \"distinct_words\" do not fit the {} words of {}",
                            read.words.size(), kWords));
  }
  const std::int32_t wrong = first_out_of_order(read.words);
  if (wrong < read.words.size()) {
    throw FormatError::at_line((path / kWords).string(), wrong + 1,
                               "must come by count, ties by bytes; gather the vocabulary anew");
  }
  const nlohmann::json corpus = folder.description().value("corpus", nlohmann::json::array());
  for (const nlohmann::json& name : corpus) {
    if (name.is_string()) read.corpus.push_back(name.get<std::string>());
  }
  return read;
}

bool is_corpus_vocabulary(const fs::path& path) { return internal::is_artifact(kFormat, path); }

}  // namespace eigenlex
