#include "eigenlex/classify/tagged_sentences.hpp"

#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/tokenizer.hpp"
#include "eigenlex/text/word_table.hpp"

#include "text_lines.hpp"

namespace eigenlex {
namespace {

constexpr std::string_view kSpace = " \t\v\f\r";
constexpr std::string_view kDocumentMark = "-DOCSTART-";

/// The first and the last column of a line and how many there are, two at most being told apart.
struct Columns {
  std::string_view first;
  std::string_view last;
  int count = 0;
};

Columns columns_of(std::string_view line) {
  Columns columns;
  const std::size_t begin = line.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return columns;
  line.remove_prefix(begin);
  line = line.substr(0, line.find_last_not_of(kSpace) + 1);
  columns.first = line.substr(0, line.find_first_of(kSpace));
  const std::size_t before_last = line.find_last_of(kSpace);
  columns.last = before_last == std::string_view::npos ? line : line.substr(before_last + 1);
  columns.count = columns.last.data() == columns.first.data() ? 1 : 2;
  return columns;
}

/// Puts tokens together to sentences.
class SentenceBuilder {
 public:
  explicit SentenceBuilder(bool lowercase)
      : tokenizer_(make_tokenizer({.kind = TokenizerKind::kWhitespace, .lowercase = lowercase})) {}

  void add(std::string_view token) {
    // A column has no white space, so it is one token.
    tokenizer_->tokenize(token, [this](std::span<const std::string_view> tokens) {
      sentences_.tokens.push_back(words_.intern(tokens.front()));
    });
  }

  void end_sentence() {
    const std::int64_t end = std::ssize(sentences_.tokens);
    if (end > sentences_.offsets.back()) sentences_.offsets.push_back(end);
  }

  TokenizedTexts finish() {
    end_sentence();
    for (std::int32_t id = 0; id < words_.size(); ++id) {
      sentences_.words.emplace_back(words_.word(id));
    }
    return std::move(sentences_);
  }

 private:
  std::unique_ptr<Tokenizer> tokenizer_;
  WordTable words_;
  TokenizedTexts sentences_;
};

/// Numbers the tags in byte order.
void set_tags(const std::vector<std::string>& tags, TaggedSentences& result) {
  std::map<std::string, std::int32_t> ids;
  for (const std::string& tag : tags) ids.emplace(tag, 0);
  for (auto& [name, id] : ids) {
    id = static_cast<std::int32_t>(result.tag_names.size());
    result.tag_names.push_back(name);
  }
  for (const std::string& tag : tags) result.tags.push_back(ids.at(tag));
}

}  // namespace

TaggedSentences read_tagged_sentences(const std::string& path, bool lowercase) {
  SentenceBuilder builder(lowercase);
  std::vector<std::string> tags;
  for_each_text_line(path, [&](std::int64_t number, std::string_view line) {
    const Columns columns = columns_of(line);
    if (columns.count == 0) return builder.end_sentence();
    if (columns.first == kDocumentMark) return;
    if (columns.count == 1) {
      throw FormatError::at_line(
          path, number,
          fmt::format("no tag after \"{}\": a line must be a token, blanks or tabs, "
                      "and its tag last",
                      columns.first));
    }
    builder.add(columns.first);
    tags.emplace_back(columns.last);
  });
  TaggedSentences result;
  result.sentences = builder.finish();
  set_tags(tags, result);
  if (result.tag_names.size() < 2) {
    throw FormatError(
        tags.empty()
            ? fmt::format("{}: no token: it must have lines of a token and its tag", path)
            : fmt::format("{}: all {} tokens have the tag \"{}\": there must be two tags at least",
                          path, tags.size(), tags.front()));
  }
  return result;
}

TokenColumns read_token_columns(const std::string& path, bool lowercase) {
  SentenceBuilder builder(lowercase);
  TokenColumns result;
  for_each_text_line(path, [&](std::int64_t, std::string_view line) {
    const Columns columns = columns_of(line);
    const bool has_token = columns.count > 0 && columns.first != kDocumentMark;
    if (columns.count == 0) builder.end_sentence();
    result.lines.emplace_back(line);
    result.token_of_line.push_back(has_token ? std::ssize(result.tokens) : -1);
    if (!has_token) return;
    builder.add(columns.first);
    result.tokens.emplace_back(columns.first);
  });
  result.sentences = builder.finish();
  return result;
}

std::vector<std::string> names_of_tags(const TaggedSentences& sentences) {
  std::vector<std::string> names;
  for (const std::int32_t tag : sentences.tags) {
    names.push_back(sentences.tag_names[static_cast<std::size_t>(tag)]);
  }
  return names;
}

TaggedSentences select(const TaggedSentences& from, std::span<const std::int64_t> sentences) {
  TaggedSentences result{from.tag_names, {}, select_texts(from.sentences, sentences)};
  for (const std::int64_t i : sentences) {
    const std::size_t sentence = static_cast<std::size_t>(i);
    result.tags.insert(result.tags.end(), from.tags.begin() + from.sentences.offsets[sentence],
                       from.tags.begin() + from.sentences.offsets[sentence + 1]);
  }
  return result;
}

}  // namespace eigenlex
