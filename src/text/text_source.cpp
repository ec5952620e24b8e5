#include "eigenlex/text/text_source.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "eigenlex/core/error.hpp"
#include "eigenlex/text/byte_stream.hpp"

namespace eigenlex {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

/// Number of bytes up to and with the newline that ends the first block of `text`, or npos if it is
/// not in `text`. There is none before `searched`.
std::size_t block_end(std::string_view text, std::size_t searched) {
  const std::size_t newline = text.find('\n', std::max(searched, kBlockBytes - 1));
  return newline == std::string_view::npos ? newline : newline + 1;
}

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

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

}  // namespace

/// Delivers the blocks of one file.
class TextSource::FileReader {
 public:
  explicit FileReader(std::string path) : stream_(std::move(path)) {}

  std::optional<TextBlock> next() {
    std::string text;
    text.reserve(kBlockBytes + kReadBytes);  // then appending moves nothing
    text += rest_;
    rest_.clear();
    std::size_t end = block_end(text, 0);
    while (end == std::string::npos) {
      const std::size_t before = text.size();
      const std::string_view bytes = stream_.next();
      if (bytes.empty()) break;
      text += bytes;
      end = block_end(text, before);
    }
    if (end != std::string::npos) {
      rest_ = text.substr(end);
      text.resize(end);
    }
    if (text.empty()) return std::nullopt;
    // Small files, of which many may be in memory, are not to take the memory of large ones.
    if (text.capacity() > 2 * text.size()) text.shrink_to_fit();
    auto storage = std::make_shared<const std::string>(std::move(text));
    return TextBlock{*storage, storage};
  }
  std::int64_t bytes_done() const { return stream_.bytes_consumed(); }

 private:
  /// About what is read at a time.
  static constexpr std::size_t kReadBytes = std::size_t{1} << 16;

  ByteStream stream_;
  std::string rest_;  // read already, of the next block
};

TextSource::TextSource(const std::vector<std::string>& paths) : files_(list_files(paths)) {
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

std::optional<TextBlock> TextSource::next() {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  while (true) {
    bool first = false;
    if (reader_ == nullptr) {
      if (next_file_ == files_.size()) return std::nullopt;
      reader_ = std::make_unique<FileReader>(files_[next_file_++]);
      first = true;
    }
    std::optional<TextBlock> block = reader_->next();
    if (block) {
      if (first && block->text.starts_with(kByteOrderMark)) {
        block->text.remove_prefix(kByteOrderMark.size());
      }
      return block;
    }
    bytes_finished_ += reader_->bytes_done();
    reader_.reset();
  }
}

std::int64_t TextSource::bytes_done() const {
  return bytes_finished_ + (reader_ == nullptr ? 0 : reader_->bytes_done());
}

}  // namespace eigenlex
