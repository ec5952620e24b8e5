#include "text/file_content.hpp"

#include <algorithm>
#include <system_error>

#include "text/byte_stream.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;
namespace {

bool is_stream(const fs::path& path) {
  std::error_code unknown;  // then reading fails too, and says why
  const fs::file_type type = fs::status(path, unknown).type();
  return type == fs::file_type::fifo || type == fs::file_type::character;
}

}  // namespace

std::string first_bytes(const fs::path& path, std::size_t most) {
  if (is_stream(path)) return {};
  const RandomAccessFile file(path);
  std::string bytes(std::min(most, static_cast<std::size_t>(file.size())), '\0');
  file.read_at(0, bytes);
  return bytes;
}

FileContent::FileContent(const fs::path& path) {
  if (!is_stream(path)) {
    plain_.emplace(path);
    if (!is_compressed(plain_->bytes())) return;
    plain_.reset();
  }
  ByteStream stream(path.string());
  for (auto bytes = stream.next(); !bytes.empty(); bytes = stream.next()) memory_ += bytes;
}

}  // namespace eigenlex::internal
