#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <span>
#include <stdexcept>
#include <thread>
#include <vector>

#include "eigenlex/core/communicator.hpp"
#include "eigenlex/core/parallel.hpp"

namespace eigenlex::testing {

/// Threads that play the ranks of a run over many machines.
class ThreadRanks {
 public:
  explicit ThreadRanks(int size) : size_(size), boxes_(static_cast<std::size_t>(size * size)) {}

  /// What `body(communicator)` returns in each rank; all are called at a time, with `threads` each.
  /// Throws what the first rank that failed did.
  template <class Body>
  auto run(const Body& body, int threads = 1) {
    using Result = decltype(body(std::declval<const Communicator&>()));
    std::vector<Result> results(static_cast<std::size_t>(size_));
    std::vector<std::thread> ranks;
    for (int rank = 0; rank < size_; ++rank) {
      ranks.emplace_back([&, rank] {
        try {
          const ThreadCount scope(threads);
          results[static_cast<std::size_t>(rank)] = body(Rank(*this, rank));
        } catch (...) {
          fail(std::current_exception());
        }
      });
    }
    for (std::thread& rank : ranks) rank.join();
    if (error_) std::rethrow_exception(error_);
    return results;
  }

 private:
  using Message = std::vector<std::byte>;

  class Rank final : public Communicator {
   public:
    Rank(ThreadRanks& all, int rank) : all_(all), rank_(rank) {}
    int rank() const override { return rank_; }
    int size() const override { return all_.size_; }

   protected:
    void transfer(std::span<const Sending> out, std::span<const Receiving> in) const override {
      for (const Sending& s : out) all_.send(rank_, s);
      for (const Receiving& r : in) all_.receive(rank_, r);
    }

   private:
    ThreadRanks& all_;
    int rank_;
  };

  std::deque<Message>& box(int from, int to) {
    return boxes_[static_cast<std::size_t>(from * size_ + to)];
  }

  void send(int from, const Sending& sending) {
    const std::lock_guard lock(mutex_);
    box(from, sending.to).emplace_back(sending.bytes.begin(), sending.bytes.end());
    news_.notify_all();
  }

  void receive(int to, const Receiving& receiving) {
    std::unique_lock lock(mutex_);
    std::deque<Message>& messages = box(receiving.from, to);
    news_.wait(lock, [&] { return !messages.empty() || error_ != nullptr; });
    if (messages.empty()) throw std::runtime_error("another rank failed");
    if (messages.front().size() != receiving.bytes.size()) {
      throw std::logic_error("a message is not of the size that was expected");
    }
    std::ranges::copy(messages.front(), receiving.bytes.begin());
    messages.pop_front();
  }

  void fail(std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = error;
    news_.notify_all();
  }

  int size_;
  std::mutex mutex_;
  std::condition_variable news_;
  std::vector<std::deque<Message>> boxes_;
  std::exception_ptr error_;
};

}  // namespace eigenlex::testing
