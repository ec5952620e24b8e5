#pragma once

#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace eigenlex {

/// Allocator that leaves new numbers as they are in memory instead of setting them to zero.
template <class T>
struct UninitializedAllocator : std::allocator<T> {
  static_assert(std::is_trivial_v<T>);

  template <class Other>
  struct rebind {
    using other = UninitializedAllocator<Other>;
  };

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
