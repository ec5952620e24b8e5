#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace eigenlex::testing {

template <class T>
void append_bytes(std::string& bytes, T value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

/// A model as fastText's source writes it: skip-gram, 2 dimensions, n-grams of 2 and 3 letters in 7
/// buckets. Row i of the table is (i, 1).
struct FastTextSample {
  std::int32_t version = 12;
  std::int32_t kind = 2;
  std::int32_t buckets = 7;
  std::int32_t longest = 3;
  std::int64_t pruned = -1;
  std::int8_t quantized = 0;
  std::vector<std::string> words{"</s>", "ab", "é"};
  std::vector<std::string> labels{};
  float first = 0;

  std::string bytes() const {
    std::string out;
    for (const std::int32_t value :
         {793712314, version, 2, 5, 5, 1, 5, 1, 2, kind, buckets, 2, longest, 100}) {
      append_bytes(out, value);
    }
    append_bytes(out, 1e-4);
    const auto word_count = static_cast<std::int32_t>(words.size());
    const auto label_count = static_cast<std::int32_t>(labels.size());
    append_bytes(out, word_count + label_count);
    append_bytes(out, word_count);
    append_bytes(out, label_count);
    append_bytes(out, std::int64_t{100});
    append_bytes(out, pruned);
    std::int64_t count = 50 + word_count / 10 * 10;
    for (const auto* list : {&words, &labels}) {
      for (const std::string& word : *list) {
        out.append(word).push_back('\0');
        append_bytes(out, count--);
        append_bytes(out, static_cast<std::int8_t>(list == &labels));
      }
    }
    append_bytes(out, quantized);
    const std::int64_t rows = word_count + buckets;
    append_bytes(out, rows);
    append_bytes(out, std::int64_t{2});
    for (std::int64_t row = 0; row < rows; ++row) {
      append_bytes(out, row == 0 ? first : static_cast<float>(row));
      append_bytes(out, 1.0F);
    }
    append_bytes(out, std::int8_t{0});
    append_bytes(out, std::int64_t{0});
    append_bytes(out, std::int64_t{2});
    return out;
  }
};

}  // namespace eigenlex::testing
