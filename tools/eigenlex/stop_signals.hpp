#pragma once

namespace eigenlex::tool {

/// From now on SIGINT and SIGTERM end this program at once, whatever it is doing, with the status
/// 130 or 143: what is unfinished is put away, and stderr says that the program was interrupted. To
/// be called before there are other threads.
///
/// A library call that takes long, an eigenproblem for instance, cannot be asked to stop; so this
/// does not ask.
void end_on_stop_signals();

/// Does not return where such a signal has come: what fails after that, fails for that. To be
/// called before the program says that it failed.
void let_stop_signals_end();

/// From here on this program is one of many that were started together. A signal ends it a moment
/// after its unfinished work is put away, as what started them kills the others as soon as one has
/// ended; and without a word unless it is the one that speaks.
void end_together(bool speaks);

}  // namespace eigenlex::tool
