#include "text/byte_stream.hpp"

#include <utility>

#include "text/archive_stream.hpp"

namespace eigenlex::internal {

ByteStream::ByteStream(const std::string& path, ByteFeed feed)
    : stream_(std::make_unique<ArchiveStream>(path, false, std::move(feed))) {
  stream_->next_member();
}

ByteStream::ByteStream(ByteStream&&) noexcept = default;
ByteStream& ByteStream::operator=(ByteStream&&) noexcept = default;
ByteStream::~ByteStream() = default;

std::string_view ByteStream::next() { return stream_->read(); }

std::int64_t ByteStream::bytes_consumed() const { return stream_->bytes_consumed(); }

bool is_compressed(std::string_view beginning) {
  using namespace std::string_view_literals;
  return beginning.starts_with("\x1f\x8b") ||
         beginning.starts_with(
             "\xfd"
             "7zXZ\0"sv) ||
         beginning.starts_with("\x28\xb5\x2f\xfd") ||
         (beginning.starts_with("BZh") && beginning.substr(0, 10).ends_with("1AY&SY"));
}

}  // namespace eigenlex::internal
