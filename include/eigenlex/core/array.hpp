#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include "eigenlex/core/huge_pages.hpp"

namespace eigenlex {

/// Allocator that leaves new numbers as they are in memory instead of setting them to zero, and
/// asks for huge pages.
template <class T>
struct UninitializedAllocator : std::allocator<T> {
  static_assert(std::is_trivially_copyable_v<T>);

  template <class Other>
  struct rebind {
    using other = UninitializedAllocator<Other>;
  };

  T* allocate(std::size_t size) {
    T* const place = std::allocator<T>::allocate(size);
    prefer_huge_pages(place, size * sizeof(T));
    return place;
  }

  template <class... Arguments>
  void construct(T* place, Arguments&&... arguments) {
    if constexpr (sizeof...(Arguments) == 0) {
      ::new (static_cast<void*>(place)) T;
    } else {
      ::new (static_cast<void*>(place)) T(std::forward<Arguments>(arguments)...);
    }
  }
};

/// A large array of numbers. `Array<float>(n)` and `resize` do not touch the memory, so that the
/// threads that fill it do, each its own part.
template <class T>
using Array = std::vector<T, UninitializedAllocator<T>>;

}  // namespace eigenlex
