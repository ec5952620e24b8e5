// A library to be preloaded (LD_PRELOAD) that makes system calls and allocations of a program fail,
// so that tests can see what the program does then.
//
//   FAULT_CALL   what fails: create, open, access, read, write, fsync, close, rename, flock,
//   malloc;
//                or shorten: then a file that is open loses its content before a part is read
//   FAULT_AT     the number of the call that fails first, from 1
//   FAULT_ERRNO  the error number that it fails with
//   FAULT_ONCE   if set, only that call fails; else all later ones fail as well
//   FAULT_LOG    a file that the number of calls is written to at the end
//
// Calls count from the beginning of main on. Only reads and writes of regular files fail, so
// messages still come through, and only locks that are waited for fail to be had. To create is to
// open with O_CREAT, and to open is to open without.

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <dlfcn.h>

namespace {

enum class Call {
  kNone,
  kCreate,
  kOpen,
  kAccess,
  kRead,
  kWrite,
  kFsync,
  kClose,
  kRename,
  kFlock,
  kShorten,
  kMalloc
};

constexpr const char* kNames[] = {"",      "create", "open",   "access", "read",    "write",
                                  "fsync", "close",  "rename", "flock",  "shorten", "malloc"};

Call failing_call = Call::kNone;
long fails_at = 0;
int fails_with = 0;
bool fails_once = false;
std::atomic<long> calls{0};
std::atomic<bool> in_main{false};

long number_of(const char* variable) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? 0 : std::strtol(text, nullptr, 10);
}

void write_log() {
  const char* const path = std::getenv("FAULT_LOG");
  const long count = calls;
  failing_call = Call::kNone;
  if (path == nullptr) return;
  if (std::FILE* const log = std::fopen(path, "w")) {
    std::fprintf(log, "%ld\n", count);
    std::fclose(log);
  }
}

/// Whether this call is to fail; sets errno.
bool fails(Call call) {
  if (call != failing_call || !in_main.load(std::memory_order_relaxed)) return false;
  const long number = ++calls;
  if (number < fails_at || (fails_once && number > fails_at)) return false;
  errno = fails_with;
  return true;
}

bool is_regular(int descriptor) {
  struct stat status = {};
  return ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

/// Empties an open file, which may be open for reading only.
void empty(int descriptor) {
  char link[64];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  if (::truncate(link, 0) != 0) std::perror("truncate");
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

// The C library's entry to main, so that what comes before does not count.
int __libc_start_main(int (*main)(int, char**, char**), int argc, char** argv, void (*init)(),
                      void (*fini)(), void (*rtld_fini)(), void* stack_end) {
  static int (*real_main)(int, char**, char**) = main;
  if (const char* const name = std::getenv("FAULT_CALL")) {
    for (int i = 1; i <= static_cast<int>(Call::kMalloc); ++i) {
      if (std::strcmp(kNames[i], name) == 0) failing_call = static_cast<Call>(i);
    }
  }
  fails_at = number_of("FAULT_AT");
  fails_with = static_cast<int>(number_of("FAULT_ERRNO"));
  fails_once = std::getenv("FAULT_ONCE") != nullptr;
  const auto counted_main = [](int count, char** arguments, char** environment) {
    in_main = true;
    const int status = real_main(count, arguments, environment);
    in_main = false;
    write_log();
    return status;
  };
  return real<decltype(__libc_start_main)>("__libc_start_main")(counted_main, argc, argv, init,
                                                                fini, rtld_fini, stack_end);
}

ssize_t write(int descriptor, const void* bytes, size_t size) {
  static auto* const next = real<decltype(::write)>("write");
  return is_regular(descriptor) && fails(Call::kWrite) ? -1 : next(descriptor, bytes, size);
}

ssize_t read(int descriptor, void* bytes, size_t size) {
  static auto* const next = real<decltype(::read)>("read");
  return is_regular(descriptor) && fails(Call::kRead) ? -1 : next(descriptor, bytes, size);
}

ssize_t pread(int descriptor, void* bytes, size_t size, off_t offset) {
  static auto* const next = real<decltype(::pread)>("pread");
  if (is_regular(descriptor) && fails(Call::kShorten)) empty(descriptor);
  return is_regular(descriptor) && fails(Call::kRead) ? -1 : next(descriptor, bytes, size, offset);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
  static auto* const next = real<decltype(::pwrite)>("pwrite");
  return is_regular(descriptor) && fails(Call::kWrite) ? -1 : next(descriptor, bytes, size, offset);
}

int flock(int descriptor, int operation) {
  static auto* const next = real<decltype(::flock)>("flock");
  return (operation & LOCK_NB) == 0 && fails(Call::kFlock) ? -1 : next(descriptor, operation);
}

int fsync(int descriptor) {
  static auto* const next = real<decltype(::fsync)>("fsync");
  return fails(Call::kFsync) ? -1 : next(descriptor);
}

int rename(const char* from, const char* to) {
  static auto* const next = real<decltype(::rename)>("rename");
  return fails(Call::kRename) ? -1 : next(from, to);
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) {
  static auto* const next = real<decltype(::renameat2)>("renameat2");
  return fails(Call::kRename) ? -1 : next(from_folder, from, to_folder, to, flags);
}

int open(const char* path, int flags, ...) {
  static auto* const next = real<int(const char*, int, mode_t)>("open");
  mode_t mode = 0;
  if ((flags & O_CREAT) != 0) {
    __builtin_va_list arguments;
    __builtin_va_start(arguments, flags);
    mode = __builtin_va_arg(arguments, mode_t);
    __builtin_va_end(arguments);
  }
  const Call call = (flags & O_CREAT) != 0 ? Call::kCreate : Call::kOpen;
  return fails(call) ? -1 : next(path, flags, mode);
}

int access(const char* path, int mode) {
  static auto* const next = real<decltype(::access)>("access");
  return fails(Call::kAccess) ? -1 : next(path, mode);
}

// As of most systems, a close that fails has closed the file.
int close(int descriptor) {
  static auto* const next = real<decltype(::close)>("close");
  const bool counts = is_regular(descriptor);
  const int status = next(descriptor);
  return counts && fails(Call::kClose) ? -1 : status;
}

// The C library's own names, as dlsym would allocate.
void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);

void* malloc(size_t size) { return fails(Call::kMalloc) ? nullptr : __libc_malloc(size); }

void* calloc(size_t count, size_t size) {
  return fails(Call::kMalloc) ? nullptr : __libc_calloc(count, size);
}

void* realloc(void* old, size_t size) {
  return fails(Call::kMalloc) ? nullptr : __libc_realloc(old, size);
}

void* aligned_alloc(size_t alignment, size_t size) {
  return fails(Call::kMalloc) ? nullptr : __libc_memalign(alignment, size);
}

int posix_memalign(void** result, size_t alignment, size_t size) {
  if (fails(Call::kMalloc)) return ENOMEM;
  *result = __libc_memalign(alignment, size);
  return *result == nullptr ? ENOMEM : 0;
}
}
