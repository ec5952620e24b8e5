#include "core/block_store.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/error.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;

SpillFile::SpillFile(const fs::path& folder) : folder_(folder) {
  std::string name = (folder / "spill-XXXXXX").string();
  descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor_ < 0) throw IoError::from_errno(folder.string(), "make a temporary file", errno);
  ::unlink(name.c_str());
}

SpillFile::~SpillFile() { ::close(descriptor_); }

std::int64_t SpillFile::append(std::string_view bytes) {
  const std::int64_t begin = size_;
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), size_);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw IoError::from_errno(folder_.string(), "write a temporary file", errno);
    bytes.remove_prefix(as_size(written));
    size_ += written;
  }
  return begin;
}

void SpillFile::read_at(std::int64_t offset, std::span<char> bytes) const {
  while (!bytes.empty()) {
    const ssize_t size = ::pread(descriptor_, bytes.data(), bytes.size(), offset);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) {
      throw IoError::from_errno(folder_.string(), "read a temporary file", size < 0 ? errno : EIO);
    }
    bytes = bytes.subspan(as_size(size));
    offset += size;
  }
}

std::int64_t BlockStore::append(std::string block) {
  const std::lock_guard lock(mutex_);
  const auto size = as_index(block.size());
  bytes_ += size;
  if (!spilled() && bytes_ > options_.memory) spill();
  if (spilled()) {
    places_.push_back({file_->append(block), size});
  } else {
    places_.push_back({0, size});
    blocks_.push_back(std::move(block));
  }
  return as_index(places_.size()) - 1;
}

void BlockStore::spill() {
  file_.emplace(options_.folder);
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    places_[i].offset = file_->append(std::exchange(blocks_[i], {}));
  }
  blocks_ = {};
}

std::string_view BlockStore::read(std::int64_t number, std::string& buffer) const {
  const auto i = as_size(number);
  if (!spilled()) return blocks_[i];
  const auto size = as_size(places_[i].size);
  if (buffer.size() < size) buffer.resize(size);
  file_->read_at(places_[i].offset, std::span(buffer).first(size));
  return std::string_view(buffer).substr(0, size);
}

void BlockStore::release(std::int64_t number) {
  if (!spilled()) blocks_[as_size(number)] = {};
}

}  // namespace eigenlex::internal
