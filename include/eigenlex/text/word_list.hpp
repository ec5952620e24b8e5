#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <ranges>
#include <string_view>

namespace eigenlex {

/// Words that lie one after another in memory of another object: a view, valid while that object
/// lives and no word is added to it.
class WordList {
 public:
  class Iterator {
   public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = std::string_view;
    using reference = std::string_view;
    using pointer = void;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    Iterator(const char* bytes, const std::size_t* end) : bytes_(bytes), end_(end) {}

    std::string_view operator*() const { return {bytes_ + end_[0], end_[1] - end_[0]}; }
    std::string_view operator[](difference_type n) const { return *(*this + n); }
    Iterator& operator+=(difference_type n) { return end_ += n, *this; }
    Iterator& operator-=(difference_type n) { return end_ -= n, *this; }
    Iterator& operator++() { return *this += 1; }
    Iterator& operator--() { return *this -= 1; }
    Iterator operator++(int) { return {bytes_, end_++}; }
    Iterator operator--(int) { return {bytes_, end_--}; }
    friend Iterator operator+(Iterator i, difference_type n) { return i += n; }
    friend Iterator operator+(difference_type n, Iterator i) { return i += n; }
    friend Iterator operator-(Iterator i, difference_type n) { return i -= n; }
    friend difference_type operator-(Iterator a, Iterator b) { return a.end_ - b.end_; }
    friend bool operator==(Iterator a, Iterator b) { return a.end_ == b.end_; }
    friend auto operator<=>(Iterator a, Iterator b) { return a.end_ <=> b.end_; }

   private:
    const char* bytes_ = nullptr;
    const std::size_t* end_ = nullptr;  // where the word before ends
  };
  using value_type = std::string_view;
  using iterator = Iterator;
  using const_iterator = Iterator;

  /// Word i is the bytes ends[i] .. ends[i + 1] - 1.
  WordList(const char* bytes, const std::size_t* ends, std::int32_t size)
      : begin_(bytes, ends), size_(size) {}

  std::int32_t size() const { return size_; }
  std::string_view operator[](std::int32_t i) const { return begin_[i]; }
  Iterator begin() const { return begin_; }
  Iterator end() const { return begin_ + size_; }

  template <std::ranges::input_range Words>
  friend bool operator==(const WordList& words, const Words& others) {
    return std::ranges::equal(words, others);
  }

 private:
  Iterator begin_;
  std::int32_t size_;
};

}  // namespace eigenlex
