#include "text/file_content.hpp"

#include <system_error>

#include "text/byte_stream.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;

FileContent::FileContent(const fs::path& path) {
  std::error_code unknown;  // then reading fails too, and says why
  const fs::file_type type = fs::status(path, unknown).type();
  if (type != fs::file_type::fifo && type != fs::file_type::character) {
    plain_.emplace(path);
    if (!is_compressed(plain_->bytes())) return;
    plain_.reset();
  }
  ByteStream stream(path.string());
  for (auto bytes = stream.next(); !bytes.empty(); bytes = stream.next()) memory_ += bytes;
}

}  // namespace eigenlex::internal
