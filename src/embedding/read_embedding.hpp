#pragma once

#include <cstdint>
#include <filesystem>
#include <future>
#include <system_error>
#include <utility>

#include "eigenlex/core/cancellation.hpp"
#include "eigenlex/core/parallel.hpp"
#include "eigenlex/embedding/embedding.hpp"

namespace eigenlex::internal {

/// The words of a file and their vectors, as two functions read them. Where there are many words
/// and more than one thread may work, one reads the words while this one has the vectors read. Of
/// two errors that of the words is thrown.
template <class ReadWords, class ReadTable>
Embedding read_embedding(const std::filesystem::path& words, const ReadWords& read_words,
                         const ReadTable& read_table) {
  constexpr std::uintmax_t kMany = 1 << 20;  // bytes
  std::error_code unknown;                   // whoever reads it tells why
  const std::uintmax_t bytes = std::filesystem::file_size(words, unknown);
  if (unknown || bytes < kMany || thread_count() == 1) {
    Vocabulary vocabulary = read_words();
    return {std::move(vocabulary), read_table()};
  }
  const CurrentCancellations cancellations;
  // Where a thread cannot be had, the words are read when they are asked for.
  std::future<Vocabulary> vocabulary = std::async(std::launch::async | std::launch::deferred, [&] {
    const CurrentCancellations::Lent lent(cancellations);
    return read_words();
  });
  Table table;
  try {
    table = read_table();
  } catch (...) {
    vocabulary.get();
    throw;
  }
  return {vocabulary.get(), std::move(table)};
}

}  // namespace eigenlex::internal
