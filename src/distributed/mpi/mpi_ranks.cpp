#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <mpi.h>

#include "eigenlex/distributed/rank_module.hpp"

#include "eigenlex_fingerprint.hpp"  // made by tools/cmake/build_fingerprint.cmake

namespace eigenlex {
namespace {

/// A message of MPI has no more bytes than an int counts.
constexpr std::size_t kMostBytes = std::size_t{1} << 30;
constexpr int kTag = 1;

void check(int result, const char* what) {
  if (result == MPI_SUCCESS) return;
  char text[MPI_MAX_ERROR_STRING] = {};
  int length = 0;
  MPI_Error_string(result, text, &length);
  throw std::runtime_error(std::string(what) + " failed: " + text);
}

/// Waits, at first without a rest, as most messages are there soon, and then in the way of nobody.
void wait_for(std::vector<MPI_Request>& requests) {
  constexpr int kImpatient = 100;
  constexpr int kLongestRest = 200;  // microseconds
  for (int tries = 0;; ++tries) {
    int done = 0;
    check(
        MPI_Testall(static_cast<int>(requests.size()), requests.data(), &done, MPI_STATUSES_IGNORE),
        "waiting for other ranks");
    if (done != 0) return;
    if (tries < kImpatient) {
      std::this_thread::yield();
    } else {
      const int rest = std::min(kLongestRest, 5 * (1 + (tries - kImpatient) / 8));
      std::this_thread::sleep_for(std::chrono::microseconds(rest));
    }
  }
}

class MpiRanks final : public Ranks {
 public:
  MpiRanks() {
    int level = 0;
    if (MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &level) != MPI_SUCCESS) {
      throw std::runtime_error("MPI cannot start here");
    }
    MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
    check(MPI_Comm_rank(MPI_COMM_WORLD, &rank_), "MPI_Comm_rank");
    check(MPI_Comm_size(MPI_COMM_WORLD, &size_), "MPI_Comm_size");
  }
  ~MpiRanks() override { MPI_Finalize(); }

  int rank() const override { return rank_; }
  int size() const override { return size_; }

  [[noreturn]] void abort(int status) const noexcept override {
    MPI_Abort(MPI_COMM_WORLD, status);
    std::_Exit(status);
  }

 protected:
  void transfer(std::span<const Sending> out, std::span<const Receiving> in) const override {
    std::vector<MPI_Request> requests;
    const auto add = [&](auto bytes, const auto& begin) {
      for (std::size_t at = 0; at < bytes.size(); at += kMostBytes) {
        const auto piece = bytes.subspan(at, std::min(kMostBytes, bytes.size() - at));
        check(begin(piece, &requests.emplace_back()), "sending to other ranks");
      }
    };
    for (const Receiving& r : in) {
      add(r.bytes, [&](auto piece, MPI_Request* request) {
        return MPI_Irecv(piece.data(), static_cast<int>(piece.size()), MPI_BYTE, r.from, kTag,
                         MPI_COMM_WORLD, request);
      });
    }
    for (const Sending& s : out) {
      add(s.bytes, [&](auto piece, MPI_Request* request) {
        return MPI_Isend(piece.data(), static_cast<int>(piece.size()), MPI_BYTE, s.to, kTag,
                         MPI_COMM_WORLD, request);
      });
    }
    wait_for(requests);
  }

 private:
  int rank_ = 0;
  int size_ = 1;
};

}  // namespace
}  // namespace eigenlex

// What a program finds the module by. It is compiled into the module and tells of its build.
extern "C" __attribute__((visibility("default"))) const eigenlex::RankModule* eigenlex_ranks() {
  static const eigenlex::RankModule kModule{.build = EIGENLEX_FINGERPRINT,
                                            .join = []() -> std::unique_ptr<eigenlex::Ranks> {
                                              return std::make_unique<eigenlex::MpiRanks>();
                                            }};
  return &kModule;
}
