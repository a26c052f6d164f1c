#include "base/log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "base/json.h"

namespace base {
namespace {

constexpr std::size_t kQueuedLines = 8192;

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warn:
      return "warn";
    case LogLevel::error:
      return "error";
  }
  return "error";
}

class StderrSink final : public LogSink {
 public:
  StderrSink()
      : pool_(std::make_shared<spdlog::details::thread_pool>(kQueuedLines, 1)),
        logger_(std::make_shared<spdlog::async_logger>(
            "gapura", std::make_shared<spdlog::sinks::stderr_sink_mt>(), pool_,
            spdlog::async_overflow_policy::overrun_oldest)) {
    logger_->set_pattern("%v");
    logger_->set_level(spdlog::level::trace);
    logger_->flush_on(spdlog::level::warn);
  }

  void write(LogLevel level, std::string line) override {
    logger_->log(level == LogLevel::error ? spdlog::level::err
                 : level == LogLevel::warn ? spdlog::level::warn
                                           : spdlog::level::info,
                 spdlog::string_view_t(line));
    const std::size_t lost = pool_->overrun_counter();
    if (lost > reported_lost_.exchange(lost)) {
      logger_->warn("{{\"level\":\"warn\",\"event\":\"log_overrun\",\"lost\":{}}}", lost);
    }
  }

 private:
  std::shared_ptr<spdlog::details::thread_pool> pool_;
  std::shared_ptr<spdlog::async_logger> logger_;
  std::atomic<std::size_t> reported_lost_ = 0;
};

void append_value(std::string& line, const Field& field) {
  std::visit(
      [&line](const auto& value) {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, std::string_view>) {
          append_json_string(line, value);
        } else if constexpr (std::is_same_v<Value, bool>) {
          line += value ? "true" : "false";
        } else {
          line += std::to_string(value);
        }
      },
      field.value());
}

}  // namespace

std::unique_ptr<LogSink> make_stderr_sink() { return std::make_unique<StderrSink>(); }

void Log::write(LogLevel level, std::string_view event, Fields fields) {
  if (level < least_) {
    return;
  }
  std::string line;
  line.reserve(256);
  line += "{\"time\":\"";
  line += to_iso8601(clock_.now());
  line += "\",\"level\":\"";
  line += name_of(level);
  line += "\",\"event\":";
  append_json_string(line, event);
  for (const Field& field : fields) {
    line += ',';
    append_json_string(line, field.name());
    line += ':';
    append_value(line, field);
  }
  line += '}';
  sink_.write(level, std::move(line));
}

}  // namespace base
