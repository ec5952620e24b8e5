#pragma once

namespace eigenlex::tool {

/// From now on, a mapped file that cannot be read on ends the program with status 1 and a message
/// that names it.
///
/// A file that is shortened while it is mapped, or on a device that fails, has no error to return:
/// the system sends SIGBUS, which by itself ends a program without a word. What was half written is
/// removed by the next run, as after any kill.
void report_lost_files();

}  // namespace eigenlex::tool
