#pragma once

#include <concepts>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace eigenlex::internal {

/// Objects that the blocks of a parallel loop borrow and use again, so that their memory is taken
/// once a thread. What an object holds must not decide what is computed with it, unless the loop
/// says which of them it was.
template <class T>
class Pool {
 public:
  /// A borrowed object, given back at the end of the scope.
  class Loan {
   public:
    Loan(Pool& pool, std::size_t index, T& object) : pool_(pool), index_(index), object_(object) {}
    ~Loan() { pool_.give_back(index_); }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;

    T& operator*() { return object_; }
    T* operator->() { return &object_; }
    /// Its place in `objects()`.
    std::size_t index() const { return index_; }

   private:
    Pool& pool_;
    std::size_t index_;
    T& object_;
  };

  /// A pool of objects that their default constructor makes.
  Pool() requires std::default_initializable<T> : make_([] { return T(); }) {}
  /// A pool of objects that `make` makes.
  explicit Pool(std::function<T()> make) : make_(std::move(make)) {}

  /// An idle object, or a new one.
  Loan borrow() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) {
      objects_.push_back(make_());
      idle_.reserve(objects_.size());  // to give back then needs no memory
      return Loan(*this, objects_.size() - 1, objects_.back());
    }
    const std::size_t index = idle_.back();
    idle_.pop_back();
    return Loan(*this, index, objects_[index]);
  }

  /// All objects in the order in which they were made. Not while others borrow.
  std::deque<T>& objects() { return objects_; }
  const std::deque<T>& objects() const { return objects_; }

 private:
  void give_back(std::size_t index) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(index);
  }

  std::function<T()> make_;
  std::mutex mutex_;
  std::deque<T> objects_;  // a deque leaves its elements where they are
  std::vector<std::size_t> idle_;
};

}  // namespace eigenlex::internal
