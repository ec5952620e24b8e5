#include "core/checksum.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>

#include <fmt/format.h>
#include <xxhash.h>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/file.hpp"

namespace eigenlex::internal {

namespace {

std::string text_of(const XXH128_hash_t& hash) {
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace

struct Checksum::State {
  std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> hash{XXH3_createState(), XXH3_freeState};
};

Checksum::Checksum() : state_(std::make_unique<State>()) {
  if (!state_->hash) throw std::bad_alloc();
  XXH3_128bits_reset(state_->hash.get());
}

Checksum::~Checksum() = default;

void Checksum::add(std::string_view bytes) {
  XXH3_128bits_update(state_->hash.get(), bytes.data(), bytes.size());
}

std::string Checksum::text() const { return text_of(XXH3_128bits_digest(state_->hash.get())); }

std::string bytes_checksum(std::string_view bytes) {
  return text_of(XXH3_128bits(bytes.data(), bytes.size()));
}

std::string file_checksum(const std::filesystem::path& path) {
  // Piece by piece, for the file may be larger than memory.
  constexpr std::int64_t kPieceBytes = std::int64_t{1} << 20;
  const RandomAccessFile file(path);
  Array<char> buffer(as_size(std::min(kPieceBytes, file.size())));
  Checksum checksum;
  for (std::int64_t begin = 0; begin < file.size(); begin += kPieceBytes) {
    const std::span piece =
        std::span(buffer).first(as_size(std::min(kPieceBytes, file.size() - begin)));
    file.read_at(begin, piece);
    checksum.add({piece.data(), piece.size()});
  }
  return checksum.text();
}

}  // namespace eigenlex::internal
