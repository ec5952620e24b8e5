#include "eigenlex/core/communicator.hpp"

#include <algorithm>
#include <utility>

#include "eigenlex/core/as_size.hpp"
#include "eigenlex/core/cancellation.hpp"

namespace eigenlex {
namespace {

/// Entries of a state that pass on at a time: long enough that sending costs little, short enough
/// that many ranks have one.
constexpr std::int64_t kPieceEntries = 1 << 14;

std::span<std::byte> bytes_of(std::string& text) { return std::as_writable_bytes(std::span(text)); }

}  // namespace

void Communicator::send_all(std::span<const Sending> out, std::span<const Receiving> in,
                            std::int64_t Traffic::*kind) const {
  check_cancelled();
  for (const Sending& sending : out) traffic_.*kind += as_index(sending.bytes.size());
  transfer(out, in);
}

void Communicator::all_gather(std::span<std::byte> table, std::int64_t row_bytes,
                              std::span<const std::int64_t> ends) const {
  if (is_alone()) return;
  const auto part = [&](int r) {
    const std::int64_t first = r == 0 ? 0 : ends[as_size(r - 1)];
    return table.subspan(as_size(first * row_bytes),
                         as_size((ends[as_size(r)] - first) * row_bytes));
  };
  std::vector<Sending> out;
  std::vector<Receiving> in;
  // Each begins with the one after it, so that not all send to the same one.
  for (int k = 1; k < size(); ++k) {
    out.push_back({(rank() + k) % size(), part(rank())});
    in.push_back({(rank() + size() - k) % size(), part((rank() + size() - k) % size())});
  }
  send_all(out, in, &Traffic::gathered);
}

std::vector<std::string> Communicator::exchange(std::vector<std::string> texts) const {
  if (is_alone()) return texts;
  std::vector<std::int64_t> sizes(texts.size()), sizes_in(texts.size());
  std::vector<Sending> out;
  std::vector<Receiving> in;
  const auto as_bytes_of = [](std::int64_t& number) {
    return std::as_writable_bytes(std::span(&number, 1));
  };
  for (int r = 0; r < size(); ++r) {
    sizes[as_size(r)] = as_index(texts[as_size(r)].size());
    out.push_back({r, as_bytes_of(sizes[as_size(r)])});
    in.push_back({r, as_bytes_of(sizes_in[as_size(r)])});
  }
  exchange(out, in);
  std::vector<std::string> received(texts.size());
  out.clear();
  in.clear();
  for (int r = 0; r < size(); ++r) {
    if (r == rank()) continue;
    received[as_size(r)].resize(as_size(sizes_in[as_size(r)]));
    out.push_back({r, bytes_of(texts[as_size(r)])});
    in.push_back({r, bytes_of(received[as_size(r)])});
  }
  exchange(out, in);
  received[as_size(rank())] = std::move(texts[as_size(rank())]);
  return received;
}

void Communicator::exchange(std::span<const Sending> out, std::span<const Receiving> in) const {
  if (is_alone()) return;
  std::vector<Sending> sent(out.begin(), out.end());
  std::vector<Receiving> received(in.begin(), in.end());
  std::erase_if(sent, [&](const Sending& s) { return s.to == rank() || s.bytes.empty(); });
  std::erase_if(received, [&](const Receiving& r) { return r.from == rank() || r.bytes.empty(); });
  send_all(sent, received, &Traffic::exchanged);
}

void Communicator::in_rank_order(std::span<double> state, const Step& step) const {
  const std::int64_t entries = std::ssize(state);
  if (is_alone()) {
    step(0, entries);
    return;
  }
  const bool is_last = rank() + 1 == size();
  for (std::int64_t begin = 0; begin < entries; begin += kPieceEntries) {
    const std::int64_t end = std::min(entries, begin + kPieceEntries);
    const auto piece = std::as_writable_bytes(state.subspan(as_size(begin), as_size(end - begin)));
    const Receiving from{rank() - 1, piece};
    if (!is_first()) send_all({}, {&from, 1}, &Traffic::in_order);
    step(begin, end);
    const Sending to{rank() + 1, piece};
    if (!is_last) send_all({&to, 1}, {}, &Traffic::in_order);
  }
  broadcast(std::as_writable_bytes(state), size() - 1);
}

void Communicator::sum(std::span<double> values) const {
  if (is_alone()) return;
  const std::vector<double> mine(values.begin(), values.end());
  std::ranges::fill(values, 0.0);
  in_rank_order(values, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) values[as_size(i)] += mine[as_size(i)];
  });
}

double Communicator::sum(double value) const {
  sum(std::span(&value, 1));
  return value;
}

void Communicator::broadcast(std::span<std::byte> bytes, int from) const {
  if (is_alone()) return;
  // Down a tree of ranks, numbered from the root: each passes on to those at falling powers of two.
  const int place = (rank() + size() - from) % size();
  const auto rank_at = [&](int other) { return (other + from) % size(); };
  int step = 1;
  while (step < size() && (place & step) == 0) step *= 2;
  if (place != 0) {
    const Receiving parent{rank_at(place - step), bytes};
    send_all({}, {&parent, 1}, &Traffic::broadcast);
  }
  for (step /= 2; step > 0; step /= 2) {
    if (place + step >= size()) continue;
    const Sending child{rank_at(place + step), bytes};
    send_all({&child, 1}, {}, &Traffic::broadcast);
  }
}

std::vector<std::string> Communicator::all_gather(const std::string& text) const {
  return exchange(std::vector<std::string>(as_size(size()), text));
}

const Communicator& one_process() {
  static const Communicator process;
  return process;
}

}  // namespace eigenlex
