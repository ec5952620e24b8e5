#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace eigenlex {

/// Bytes that a rank sends to another one.
struct Sending {
  int to = 0;
  std::span<const std::byte> bytes;
};

/// Room for bytes that another rank sends, of just that size.
struct Receiving {
  int from = 0;
  std::span<std::byte> bytes;
};

/// Bytes that this rank has sent, by what for: what docs/distributed.md has formulas of.
struct Traffic {
  std::int64_t gathered = 0;   ///< rows of tables that every rank needs whole
  std::int64_t exchanged = 0;  ///< rows that another rank works on, words, counts
  std::int64_t in_order = 0;   ///< what passes through the ranks in their order: sums
  std::int64_t broadcast = 0;  ///< what one rank has for all
};

/// The processes, called ranks, that do a piece of work together, each with a part of the data.
///
/// All ranks call the same operations in the same order. What an operation does is a function of
/// what it is given, however long each message takes, so that what is built on these has the same
/// bytes for any number of ranks if sums are taken in an order that does not depend on it.
///
/// This one is that of a process by itself; a library of message passing derives from it.
class Communicator {
 public:
  /// Brings the entries begin .. end - 1 of a state forward. No entry depends on another.
  using Step = std::function<void(std::int64_t begin, std::int64_t end)>;

  Communicator() = default;
  virtual ~Communicator() = default;
  Communicator(const Communicator&) = delete;
  Communicator& operator=(const Communicator&) = delete;

  virtual int rank() const { return 0; }
  virtual int size() const { return 1; }
  bool is_first() const { return rank() == 0; }
  bool is_alone() const { return size() == 1; }

  /// Every rank has filled the rows ends[rank - 1] .. ends[rank] - 1 of a table (of `row_bytes`
  /// each, the first from 0): all get all of it.
  void all_gather(std::span<std::byte> table, std::int64_t row_bytes,
                  std::span<const std::int64_t> ends) const;
  /// Sends a text to each rank, and returns those that came, by rank; one's own is moved.
  std::vector<std::string> exchange(std::vector<std::string> texts) const;
  /// The same where sizes are known to either side: messages to oneself are not sent.
  void exchange(std::span<const Sending> out, std::span<const Receiving> in) const;
  /// Takes a state through the ranks in their order, each of which makes its step; afterwards all
  /// have the state that the last one left. In pieces, so that all work at a time.
  void in_rank_order(std::span<double> state, const Step& step) const;
  /// Adds up, in the order of ranks; exact for integers below 2^53.
  double sum(double value) const;
  void sum(std::span<double> values) const;
  /// The bytes that rank `from` has.
  void broadcast(std::span<std::byte> bytes, int from) const;
  /// The texts of all ranks, by rank.
  std::vector<std::string> all_gather(const std::string& text) const;
  /// Returns when all ranks have come here.
  void meet() const { sum(0.0); }

  const Traffic& traffic() const { return traffic_; }

 protected:
  /// Sends and receives, and returns when both are done; messages between two ranks arrive in the
  /// order in which they were sent. Never called by a process alone. Waiting must leave the
  /// processor to others.
  virtual void transfer(std::span<const Sending>, std::span<const Receiving>) const {
    throw std::logic_error("a process alone has nobody to send to");
  }

 private:
  void send_all(std::span<const Sending> out, std::span<const Receiving> in,
                std::int64_t Traffic::*kind) const;

  mutable Traffic traffic_;
};

/// The process by itself.
const Communicator& one_process();

}  // namespace eigenlex
