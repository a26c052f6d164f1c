// The log of a command: errors alone, as JSON lines on standard error.
#pragma once

#include <memory>

#include "base/clock.h"
#include "base/log.h"

namespace app {

class QuietLog {
 public:
  explicit QuietLog(const base::Clock& clock)
      : sink_(base::make_stderr_sink()), log_(*sink_, clock, base::LogLevel::error) {}
  base::Log& log() { return log_; }

 private:
  std::unique_ptr<base::LogSink> sink_;
  base::Log log_;
};

}  // namespace app
