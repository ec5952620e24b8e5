#pragma once

#include <exception>
#include <string>
#include <thread>

namespace eigenlex::tool {

/// A path whose bytes go to the standard output: for what is written by name.
class OutputPipe {
 public:
  /// Throws IoError.
  OutputPipe();
  ~OutputPipe();
  OutputPipe(const OutputPipe&) = delete;
  OutputPipe& operator=(const OutputPipe&) = delete;

  const std::string& path() const { return path_; }
  /// Call it when all is written; throws IoError if the standard output did not take it.
  void finish();

 private:
  void copy();
  void close_writer();

  int reader_ = -1;
  int writer_ = -1;
  std::string path_;
  std::exception_ptr error_;
  std::thread thread_;
};

}  // namespace eigenlex::tool
