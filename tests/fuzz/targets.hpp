#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace eigenlex::testing {

// Each reads an input in one way, in a file of its name, and ends the program where the reader does
// anything but read it or refuse it.
void arguments_fuzz(const std::uint8_t* data, std::size_t size);
void benchmarks_fuzz(const std::uint8_t* data, std::size_t size);
void classifier_fuzz(const std::uint8_t* data, std::size_t size);
void compact_fuzz(const std::uint8_t* data, std::size_t size);
void compressed_fuzz(const std::uint8_t* data, std::size_t size);
void corpus_fuzz(const std::uint8_t* data, std::size_t size);
void corpus_vocabulary_fuzz(const std::uint8_t* data, std::size_t size);
void counts_fuzz(const std::uint8_t* data, std::size_t size);
void explore_request_fuzz(const std::uint8_t* data, std::size_t size);
void fasttext_fuzz(const std::uint8_t* data, std::size_t size);
void hnsw_fuzz(const std::uint8_t* data, std::size_t size);
void labelled_texts_fuzz(const std::uint8_t* data, std::size_t size);
void matrix_fuzz(const std::uint8_t* data, std::size_t size);
void model_fuzz(const std::uint8_t* data, std::size_t size);
void npy_fuzz(const std::uint8_t* data, std::size_t size);
void subwords_fuzz(const std::uint8_t* data, std::size_t size);
void table_fuzz(const std::uint8_t* data, std::size_t size);
void tagged_sentences_fuzz(const std::uint8_t* data, std::size_t size);
void vectors_fuzz(const std::uint8_t* data, std::size_t size);
void vocabulary_fuzz(const std::uint8_t* data, std::size_t size);

struct FuzzTarget {
  std::string_view name;
  void (*run)(const std::uint8_t* data, std::size_t size);
};

inline constexpr auto kFuzzTargets = std::to_array<FuzzTarget>({
    {"arguments_fuzz", arguments_fuzz},
    {"benchmarks_fuzz", benchmarks_fuzz},
    {"classifier_fuzz", classifier_fuzz},
    {"compact_fuzz", compact_fuzz},
    {"compressed_fuzz", compressed_fuzz},
    {"corpus_fuzz", corpus_fuzz},
    {"corpus_vocabulary_fuzz", corpus_vocabulary_fuzz},
    {"counts_fuzz", counts_fuzz},
    {"explore_request_fuzz", explore_request_fuzz},
    {"fasttext_fuzz", fasttext_fuzz},
    {"hnsw_fuzz", hnsw_fuzz},
    {"labelled_texts_fuzz", labelled_texts_fuzz},
    {"matrix_fuzz", matrix_fuzz},
    {"model_fuzz", model_fuzz},
    {"npy_fuzz", npy_fuzz},
    {"subwords_fuzz", subwords_fuzz},
    {"table_fuzz", table_fuzz},
    {"tagged_sentences_fuzz", tagged_sentences_fuzz},
    {"vectors_fuzz", vectors_fuzz},
    {"vocabulary_fuzz", vocabulary_fuzz},
});

}  // namespace eigenlex::testing
