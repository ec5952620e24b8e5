#include "text/kept_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/text/folding.hpp"

#include "text/lower_case.hpp"
#include "text/packed_bytes.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;
namespace {

/// Longest word that is looked for, in bytes.
constexpr std::size_t kLongestTermBytes = 1 << 16;

std::string bytes_between(const RandomAccessFile& file, std::int64_t begin, std::int64_t end) {
  std::string bytes(as_size(end - begin), '\0');
  file.read_at(begin, bytes);
  return bytes;
}

NpyFile<std::int64_t> open_rows(const ArtifactReader& folder, std::string_view file,
                                std::int64_t rows, std::int64_t columns) {
  NpyFile<std::int64_t> array(folder.checked(file));
  if (array.shape() != std::vector<std::int64_t>{rows, columns}) {
    folder.fail(fmt::format("{} must be {} x {}", file, rows, columns));
  }
  return array;
}

/// Whether a block may be followed by another.
bool follows(const StoredBlock& block, const StoredBlock& next) {
  return next.file >= block.file && next.position >= block.position && next.begin > block.begin &&
         next.begin - block.begin <= kMostBlockBytes && next.packed > block.packed &&
         block.line >= 1;
}

/// What is between underscores, as in a phrase.
std::vector<std::string> joined_words(std::string_view word) {
  std::vector<std::string> words;
  while (!word.empty()) {
    const std::size_t end = std::min(word.find('_'), word.size());
    if (end > 0) words.emplace_back(word.substr(0, end));
    word.remove_prefix(std::min(end + 1, word.size()));
  }
  return words;
}

}  // namespace

KeptText::KeptText(const fs::path& path, const ReadOptions& options)
    : KeptText(ArtifactReader(kTextIndexFormat, path, options)) {}

KeptText::KeptText(const ArtifactReader& folder)
    : figures_{.files = folder.number("files_read"),
               .tokens = folder.number("tokens"),
               .words = folder.number("words"),
               .bytes = folder.number("bytes")},
      tokenizer_{.kind = folder.choice<TokenizerKind>("tokenizer"),
                 .lowercase = folder.boolean("lowercase")},
      document_(folder.choice<DocumentKind>("document")),
      positions_(folder.number("positions")),
      text_(folder.checked(kTextBytes)),
      words_(folder.checked(kIndexWords)),
      dictionary_(open_rows(folder, kDictionary, figures_.words + 1, StoredWord::kFields)),
      postings_(folder.checked(kPostings)) {
  if (tokenizer_.kind == TokenizerKind::kAuto || document_ == DocumentKind::kAuto) {
    folder.fail("\"tokenizer\" and \"document\" must be chosen");
  }
  read_blocks(folder);
  read_file_names(folder);
}

void KeptText::read_blocks(const ArtifactReader& folder) {
  const std::int64_t count = folder.number("blocks");
  const auto file = open_rows(folder, kTextBlocks, count + 1, StoredBlock::kFields);
  std::vector<std::int64_t> numbers(as_size(file.size()));
  file.read(0, numbers);
  for (std::size_t i = 0; i < numbers.size(); i += as_size(StoredBlock::kFields)) {
    blocks_.push_back({numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3], numbers[i + 4]});
  }
  bool is_good = blocks_.front().begin == 0 && blocks_.front().packed == 0 &&
                 blocks_.front().file >= 0 && blocks_.front().position >= 0 &&
                 blocks_.back().packed == text_.size() && blocks_.back().begin == figures_.bytes &&
                 blocks_.back().position == positions_ && blocks_.back().file <= figures_.files;
  for (std::size_t i = 0; is_good && i + 1 < blocks_.size(); ++i) {
    is_good = follows(blocks_[i], blocks_[i + 1]) && blocks_[i].file < figures_.files;
  }
  if (!is_good) folder.fail(fmt::format("{} does not fit the text", kTextBlocks));
}

void KeptText::read_file_names(const ArtifactReader& folder) {
  const RandomAccessFile names(folder.checked(kFileNames));
  const auto ends =
      read_npy_list<std::vector<std::int64_t>>(folder.checked(kFileNameEnds), figures_.files);
  std::int64_t begin = 0;
  for (const std::int64_t end : ends) {
    if (end < begin || end > names.size()) {
      folder.fail(fmt::format("{} does not fit {}", kFileNameEnds, kFileNames));
    }
    files_.push_back(bytes_between(names, std::exchange(begin, end), end));
  }
}

std::int64_t KeptText::block_of(std::int64_t position) const {
  const auto after = std::ranges::upper_bound(blocks_, position, {}, &StoredBlock::position);
  return std::clamp<std::int64_t>(after - blocks_.begin() - 1, 0, blocks() - 1);
}

std::string KeptText::text_of(std::int64_t i) const {
  const StoredBlock& next = block(i + 1);
  return unpacked(bytes_between(text_, block(i).packed, next.packed),
                  as_size(next.begin - block(i).begin));
}

const std::string& KeptText::file_of(std::int64_t i) const {
  return files_[as_size(block(i).file)];
}

std::array<std::int64_t, StoredWord::kFields> KeptText::dictionary_row(std::int64_t i) const {
  std::array<std::int64_t, StoredWord::kFields> row{};
  dictionary_.read(i * StoredWord::kFields, row);
  return row;
}

std::optional<PostingPlace> KeptText::find_as_it_is(std::string_view word) const {
  std::int64_t first = 0, last = figures_.words;
  while (first < last) {
    const std::int64_t middle = first + (last - first) / 2;
    const auto row = dictionary_row(middle);
    const std::int64_t end = dictionary_row(middle + 1)[0];
    if (row[0] < 0 || end < row[0] || end > words_.size()) {
      throw FormatError("dictionary.npy: words do not fit words.bin; train the model anew");
    }
    // Of a word that is longer, so much tells the order.
    const std::string found =
        bytes_between(words_, row[0], std::min(end, row[0] + as_index(word.size()) + 1));
    if (found == word) return PostingPlace{.begin = row[1], .bytes = row[2], .count = row[3]};
    (found < word ? first : last) = found < word ? middle + 1 : middle;
  }
  return std::nullopt;
}

std::optional<IndexedTerm> KeptText::find_in_a_row(std::span<const std::string> words) const {
  IndexedTerm term;
  for (const std::string& word : words) {
    const auto place = find_as_it_is(word);
    if (!place) return std::nullopt;
    term.words.push_back(*place);
  }
  if (term.words.empty()) return std::nullopt;
  return term;
}

std::optional<IndexedTerm> KeptText::find(std::string_view word) const {
  if (word.empty() || word.size() > kLongestTermBytes) return std::nullopt;
  const Folding folding = Folding::of(tokenizer_);
  for (const std::string& spelled : {std::string(word), folding(word), lower_cased(word)}) {
    if (const auto place = find_as_it_is(spelled)) return IndexedTerm{{*place}};
  }
  std::vector<std::string> tokens;
  make_tokenizer(tokenizer_)->tokenize(word, [&](std::span<const std::string_view> some) {
    tokens.insert(tokens.end(), some.begin(), some.end());
  });
  if (auto term = find_in_a_row(tokens)) return term;
  return find_in_a_row(joined_words(folding(word)));
}

}  // namespace eigenlex::internal
