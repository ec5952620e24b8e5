#include "eigenlex/text/text_source.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/error.hpp"
#include "eigenlex/text/utf8.hpp"

#include "text/byte_stream.hpp"
#include "text/decoded_stream.hpp"
#include "text/known_files.hpp"

namespace eigenlex {
namespace fs = std::filesystem;

using internal::ArchiveStream;
using internal::DecodedStream;
using internal::is_compressed;
using internal::known_binary_file;
using internal::known_package;
using internal::names_utf8;

namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

/// Whether the line that begins at `begin` is blank; nothing if its end is not in `text`. Moves
/// `begin` behind its newline where it is.
std::optional<bool> is_blank_line(std::string_view text, std::size_t& begin) {
  const std::size_t other = text.find_first_not_of(" \t\r", begin);
  if (other == std::string_view::npos) return std::nullopt;
  if (text[other] != '\n') return false;
  begin = other + 1;
  return true;
}

/// Number of bytes of the first block of `text`, or npos if its end is not there yet. It does not
/// end before `searched`, which is moved on.
std::size_t block_end(std::string_view text, DocumentKind document, std::size_t& searched) {
  if (document == DocumentKind::kFile) return std::string_view::npos;
  searched = std::max(searched, kBlockBytes - 1);
  while (true) {
    const std::size_t newline = text.find('\n', searched);
    if (newline == std::string_view::npos) {
      searched = std::max(searched, text.size());
      return newline;
    }
    std::size_t end = newline + 1;
    if (document != DocumentKind::kParagraph) return end;
    searched = newline;
    const std::optional<bool> blank = is_blank_line(text, end);
    if (!blank) return std::string_view::npos;
    if (*blank) return end;
    ++searched;
  }
}

/// Whether a kind of file is text of another encoding.
bool is_encoding(std::string_view kind) {
  return kind.starts_with("UTF-") || kind.starts_with("ISO-");
}

/// Text hardly ever has any.
bool has_many_nuls(std::string_view bytes) {
  constexpr std::ptrdiff_t kFewest = 16, kOneInSoMany = 32;
  const std::ptrdiff_t count = std::ranges::count(bytes, '\0');
  return count >= kFewest && count >= std::ssize(bytes) / kOneInSoMany;
}

/// Whether lines end by carriage returns without line feeds, as on the first Macintosh. The last
/// byte may be the first half of CR LF.
bool has_returns_alone(std::string_view text) {
  return text.find('\n') == std::string_view::npos &&
         text.substr(0, text.size() - 1).find('\r') != std::string_view::npos;
}

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

/// Whether a member of an archive is hidden, as files in folders may be, or a companion that macOS
/// adds.
bool is_hidden_member(std::string_view name) {
  while (!name.empty()) {
    const std::string_view part = name.substr(0, name.find('/'));
    if (part == "__MACOSX" || (part.starts_with('.') && part != "." && part != "..")) return true;
    name.remove_prefix(std::min(part.size() + 1, name.size()));
  }
  return false;
}

/// Throws where the name of a member tells that the archive is a document or a model, whose texts
/// are not meant to be read by themselves.
void refuse_packed_document(const std::string& file, std::string_view member) {
  if (const auto kind = known_package(member)) throw FormatError::at_path(file, "is " + *kind);
}

/// Appends the files in a folder in byte order.
void list_folder(const std::string& folder, std::vector<std::string>& files) {
  std::vector<std::string> found;
  try {
    for (fs::recursive_directory_iterator entry(folder), end; entry != end; ++entry) {
      if (is_hidden(entry->path())) {
        entry.disable_recursion_pending();
      } else if (entry->is_regular_file()) {
        found.push_back(entry->path().string());
      }
    }
  } catch (const fs::filesystem_error& error) {
    const fs::path& where = error.path1().empty() ? fs::path(folder) : error.path1();
    throw IoError::from_errno(where.string(), "list the folder", error.code().value());
  }
  if (found.empty()) {
    throw IoError::at_path(folder, "the folder holds no files (hidden ones are left out)");
  }
  std::sort(found.begin(), found.end());
  files.insert(files.end(), found.begin(), found.end());
}

}  // namespace

std::vector<std::string> list_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code unknown;  // then it is no folder, and opening it tells why
    if (path != "-" && fs::is_directory(path, unknown)) {
      list_folder(path, files);
    } else {
      files.push_back(path);
    }
  }
  return files;
}

/// Delivers the blocks of one file.
class TextSource::FileReader {
 public:
  /// A reader of the present member of a stream, of whose bytes `begin` belong to others before.
  FileReader(std::shared_ptr<ArchiveStream> stream, const std::string& name, std::int64_t begin,
             const SourceOptions& options)
      : name_(std::make_shared<const std::string>(name)),
        stream_(std::move(stream), name, options),
        must_be_utf8_(names_utf8(options.encoding)),
        begin_(begin) {}

  /// What kind of file it is that is not text in any encoding; nothing for text.
  std::optional<std::string> other_kind() {
    const std::string_view beginning = stream_.beginning();
    if (is_compressed(beginning)) return "a compressed file: unpack it first";
    const std::optional<std::string> kind = known_binary_file(beginning);
    return kind && is_encoding(*kind) ? std::nullopt : kind;
  }

  /// The first bytes of the text that is left, as many as asked or all there are.
  std::string_view peek(std::size_t size) {
    begin();
    fill(size);
    return std::string_view(rest_).substr(0, size);
  }

  std::optional<TextBlock> next(DocumentKind document) {
    begin();
    std::string text = std::exchange(rest_, {});
    text.reserve(kBlockBytes + kReadBytes);  // then appending moves nothing
    std::size_t searched = 0;
    std::size_t end = block_end(text, document, searched);
    while (end == std::string::npos) {
      const std::string_view bytes = next_bytes();
      if (bytes.empty()) break;
      append_bytes(bytes, text);
      end = block_end(text, document, searched);
    }
    if (end != std::string::npos) {
      rest_ = text.substr(end);
      text.resize(end);
    }
    if (text.empty()) return std::nullopt;
    // Small files, of which many may be in memory, are not to take the memory of large ones.
    if (text.capacity() > 2 * text.size()) text.shrink_to_fit();
    auto storage = std::make_shared<const std::string>(std::move(text));
    const std::int64_t offset = offset_;
    offset_ += std::ssize(*storage);
    return TextBlock{*storage, storage, name_, offset};
  }

  std::int64_t bytes_done() const { return end_.value_or(stream_.bytes_consumed()) - begin_; }
  std::int64_t bytes_replaced() const { return stream_.bytes_replaced(); }

 private:
  /// About what is read at a time.
  static constexpr std::size_t kReadBytes = std::size_t{1} << 16;

  /// Looks at the first bytes, once.
  void begin() {
    if (begun_) return;
    begun_ = true;
    refuse_other_kinds();
    fill(kReadBytes);
    if (rest_.starts_with(kByteOrderMark)) {
      rest_.erase(0, kByteOrderMark.size());
      offset_ += std::ssize(kByteOrderMark);
    }
    ends_lines_by_returns_ = has_returns_alone(rest_);
    if (ends_lines_by_returns_) std::ranges::replace(rest_, '\r', '\n');
  }

  void refuse_other_kinds() {
    const std::string_view beginning = stream_.beginning();
    const std::optional<std::string> kind = known_binary_file(beginning);
    const bool is_wide = kind && is_encoding(*kind);
    if (kind && (must_be_utf8_ || !is_wide)) {
      throw FormatError::at_path(
          *name_,
          fmt::format("is {}{}", *kind, is_wide ? ", or, of a corpus, name the encoding" : ""));
    }
    if (must_be_utf8_ && has_many_nuls(beginning)) {
      throw FormatError::at_path(*name_,
                                 "is no text in UTF-8: it has many NUL bytes; if it is text, "
                                 "convert it to UTF-8, or, of a corpus, name the encoding");
    }
  }

  /// The next bytes of the text; none at its end.
  std::string_view next_bytes() {
    if (end_) return {};  // the stream may be at another member by now
    check_cancelled();
    const std::string_view bytes = stream_.next();
    if (bytes.empty()) end_ = stream_.bytes_consumed();
    return bytes;
  }

  void append_bytes(std::string_view bytes, std::string& text) const {
    const auto added = static_cast<std::ptrdiff_t>(text.size());
    text += bytes;
    if (ends_lines_by_returns_) std::replace(text.begin() + added, text.end(), '\r', '\n');
  }

  void fill(std::size_t size) {
    while (rest_.size() < size) {
      const std::string_view bytes = next_bytes();
      if (bytes.empty()) return;
      append_bytes(bytes, rest_);
    }
  }

  std::shared_ptr<const std::string> name_;
  DecodedStream stream_;
  bool must_be_utf8_;
  bool begun_ = false;
  bool ends_lines_by_returns_ = false;
  std::int64_t begin_;               // bytes of the stream consumed before
  std::optional<std::int64_t> end_;  // and at the end
  std::string rest_;                 // read already, of the next block
  std::int64_t offset_ = 0;          // of the next block in the text
};

TextSource::TextSource(const std::vector<std::string>& paths, const SourceOptions& options)
    : options_(options), files_(list_files(paths)) {
  options.validate();
  if (paths.empty()) {
    throw OptionError("TextSource.paths", "{}",
                      "must name at least one file or folder, or - for standard input");
  }
  bool known = true;
  for (const std::string& path : files_) {
    if (path != "-" && ::access(path.c_str(), R_OK) != 0) {
      throw IoError::from_errno(path, "read", errno);
    }
    // An error for anything that has no size: standard input, pipes, devices.
    std::error_code no_size;
    const std::uintmax_t size = path == "-" ? 0 : fs::file_size(path, no_size);
    known = known && path != "-" && !no_size;
    if (known) bytes_total_ += static_cast<std::int64_t>(size);
  }
  if (!known) bytes_total_ = 0;
}

TextSource::~TextSource() = default;

TextSource::FileReader* TextSource::open_next() {
  while (stream_ != nullptr || next_file_ < files_.size()) {
    if (stream_ == nullptr) {
      const std::string& path = files_[next_file_++];
      stream_ = std::make_shared<ArchiveStream>(path, opens_archives_, options_.feed);
      members_ = {.file = path == "-" ? "standard input" : path};
    }
    if (FileReader* const reader = open_member()) return reader;
    stream_.reset();
  }
  return nullptr;
}

/// The reader of the next text in the present stream, whose last one was read to its end; null
/// where there are no more.
TextSource::FileReader* TextSource::open_member() {
  const std::int64_t begin = members_.texts == 0 ? 0 : stream_->bytes_consumed();
  while (stream_->next_member()) {
    if (!stream_->is_archive()) return add_reader(members_.file, begin);
    refuse_packed_document(members_.file, stream_->member());
    if (!stream_->is_file() || is_hidden_member(stream_->member())) continue;
    FileReader* const reader = add_reader(members_.file + ":" + stream_->member(), begin);
    const std::optional<std::string> kind = reader->other_kind();
    if (!kind) return reader;
    if (members_.left_out++ == 0) {
      members_.example = fmt::format("{}, {}", stream_->member(), kind->substr(0, kind->find(':')));
    }
    --members_.texts;
    readers_.pop_back();
  }
  bytes_finished_ += stream_->bytes_consumed() - begin;
  end_archive();
  return nullptr;
}

TextSource::FileReader* TextSource::add_reader(const std::string& name, std::int64_t begin) {
  ++members_.texts;
  readers_.push_back(std::make_unique<FileReader>(stream_, name, begin, options_));
  return readers_.back().get();
}

/// Says what was left out of an archive; all of it must not be.
void TextSource::end_archive() {
  if (!stream_->is_archive()) return;
  if (members_.texts == 0) {
    throw FormatError::at_path(
        members_.file,
        members_.left_out == 0
            ? std::string("it is an archive that holds no files (hidden ones are left out), or NUL "
                          "bytes alone")
            : fmt::format("it is an archive that holds no text: it has {}", members_.example));
  }
  if (members_.left_out == 0) return;
  notes_.push_back(
      fmt::format("{}: {} in the archive {} no text and left out, such as {}", members_.file,
                  members_.left_out == 1 ? "a file" : fmt::format("{} files", members_.left_out),
                  members_.left_out == 1 ? "is" : "are", members_.example));
}

std::string TextSource::sample() {
  constexpr std::size_t kMostFiles = 256;  // all of them are open at the same time
  std::string sample;
  for (std::size_t i = 0; i < kMostFiles && sample.size() < kBlockBytes; ++i) {
    FileReader* const reader = i < readers_.size() ? readers_[i].get() : open_next();
    if (reader == nullptr) break;
    if (!sample.empty() && !sample.ends_with('\n')) sample += '\n';
    sample += reader->peek(kBlockBytes - std::min(kBlockBytes, sample.size()));
  }
  return sample;
}

void TextSource::set_document(DocumentKind document) { options_.document = document; }

std::optional<TextBlock> TextSource::next() {
  while (!readers_.empty() || open_next() != nullptr) {
    FileReader& reader = *readers_.front();
    if (std::optional<TextBlock> block = reader.next(options_.document)) return block;
    bytes_finished_ += reader.bytes_done();
    replaced_finished_ += reader.bytes_replaced();
    readers_.pop_front();
  }
  return std::nullopt;
}

std::int64_t TextSource::bytes_done() const {
  std::int64_t bytes = bytes_finished_;
  for (const auto& reader : readers_) bytes += reader->bytes_done();
  return bytes;
}

std::int64_t TextSource::bytes_replaced() const {
  std::int64_t bytes = replaced_finished_;
  for (const auto& reader : readers_) bytes += reader->bytes_replaced();
  return bytes;
}

}  // namespace eigenlex
