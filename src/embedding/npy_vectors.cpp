#include "embedding/npy_vectors.hpp"

#include <cerrno>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/core/file.hpp"
#include "eigenlex/embedding/table_file.hpp"
#include "eigenlex/text/byte_sink.hpp"
#include "eigenlex/text/vocabulary_file.hpp"

#include "embedding/read_embedding.hpp"

namespace eigenlex::internal {
namespace fs = std::filesystem;
namespace {

/// NAME.vocab.tsv for NAME.npy, NAME.vocab.tsv.gz for NAME.npy.gz.
fs::path vocabulary_path(fs::path array) {
  fs::path ending;
  if (compression_of(array) != Compression::kNone) {
    ending = array.extension();
    array.replace_extension();
  }
  if (array.extension() == ".npy") array.replace_extension();
  array += ".vocab.tsv";
  return array += ending;
}

/// The vocabulary beside an array, compressed as it is or not at all.
fs::path find_vocabulary(const fs::path& array) {
  fs::path path = vocabulary_path(array);
  std::error_code unknown;
  if (compression_of(path) != Compression::kNone && !fs::exists(path, unknown)) {
    path.replace_extension();
  }
  return path;
}

/// Bytes in memory as a file without a name, for a reader that wants one.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : number_(::memfd_create("array", MFD_CLOEXEC)) {
    if (number_ < 0) throw IoError::from_errno("memory", "make a file in", errno);
    try {
      OutputFile file(path());
      file.write(bytes);
      file.close();
    } catch (...) {
      ::close(number_);
      throw;
    }
  }
  ~MemoryFile() { ::close(number_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  fs::path path() const { return fmt::format("/proc/self/fd/{}", number_); }

 private:
  int number_;
};

Table read_array(const fs::path& path, const FileContent* content) {
  if (content == nullptr) return eigenlex::read_table(path);
  const MemoryFile file(content->bytes());
  try {
    return eigenlex::read_table(file.path());
  } catch (const FormatError& error) {
    const std::string what = error.what();
    throw FormatError::at_path(path.string(), what.substr(what.find(": ") + 2));
  }
}

/// Writes what `write` writes to a plain file, compressed to `target`.
template <class Write>
void write_compressed(const fs::path& target, const fs::path& beside, Compression compression,
                      const Write& write) {
  // Never committed, so that nothing of it stays.
  const PendingPath plain(beside, PendingPath::Kind::kFile);
  write(plain.path());
  ByteSink sink(target, compression);
  sink.write(FileBytes(plain.path()).bytes());
  sink.close();
}

}  // namespace

Embedding read_npy_vectors(const fs::path& path, const FileContent* content) {
  const fs::path words = find_vocabulary(path);
  Embedding embedding = read_embedding(
      words, [&] { return read_vocabulary(words, VocabularyOrigin::kForeign); },
      [&] { return read_array(path, content); });
  if (embedding.table.rows() != embedding.vocabulary.size()) {
    throw FormatError::at_path(
        path.string(), fmt::format("has {} rows, but {} has {} words", embedding.table.rows(),
                                   words.string(), embedding.vocabulary.size()));
  }
  return embedding;
}

void write_npy_vectors(const Embedding& embedding, const fs::path& path) {
  const fs::path words_path = vocabulary_path(path);
  const Compression compression = compression_of(path);
  PendingPath array(path, PendingPath::Kind::kFile);
  PendingPath words(words_path, PendingPath::Kind::kFile);
  if (compression == Compression::kNone) {
    write_table(embedding.table, array.path());
    write_vocabulary(embedding.vocabulary, words.path(), VocabularyOrigin::kForeign);
  } else {
    write_compressed(array.path(), path, compression,
                     [&](const fs::path& file) { write_table(embedding.table, file); });
    write_compressed(words.path(), words_path, compression, [&](const fs::path& file) {
      write_vocabulary(embedding.vocabulary, file, VocabularyOrigin::kForeign);
    });
  }
  words.commit();
  array.commit();
}

}  // namespace eigenlex::internal
