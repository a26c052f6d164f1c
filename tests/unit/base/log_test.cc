#include "base/log.h"

#include <concepts>
#include <ostream>
#include <string>
#include <type_traits>

#include <gtest/gtest.h>

#include "base/json.h"
#include "tests/support/kept_log.h"
#include "tests/support/manual_clock.h"

namespace base {
namespace {

static_assert(!std::is_constructible_v<Field, std::string_view, Secret>);
static_assert(!std::is_constructible_v<Field, std::string_view, const Secret&>);
static_assert(!std::is_copy_constructible_v<Secret>);

template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };
static_assert(Printable<std::string> && !Printable<Secret>);
static_assert(!std::equality_comparable<Secret>);

TEST(Log_LO2, one_event_is_one_line_of_json) {
  support::ManualClock clock;
  support::KeptLog kept;
  Log log(kept, clock, LogLevel::info);
  log.debug("unseen");
  log.warn("login\nrefused", {{"user", "a\r\n{\"x\":1}"}, {"tries", 3}, {"known", false}});
  const auto lines = kept.lines();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].find('\n'), std::string::npos);
  const auto event = parse_json_object(lines[0]);
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->at("event").as_string(), "login\nrefused");
  EXPECT_EQ(event->at("user").as_string(), "a\r\n{\"x\":1}");
  EXPECT_EQ(event->at("tries").as_int64(), 3);
  EXPECT_FALSE(event->at("known").as_bool());
  EXPECT_EQ(event->at("time").as_string(), "2023-11-14T22:13:20.000000Z");
}

TEST(StderrSink, has_written_every_line_in_order_when_it_ends) {
  testing::internal::CaptureStderr();
  std::string expected;
  {
    const auto sink = make_stderr_sink();
    for (int i = 0; i < 10'000; ++i) {
      const std::string line = "line " + std::to_string(i);
      sink->write(i % 1000 == 0 ? LogLevel::warn : LogLevel::info, line);
      expected += line + '\n';
    }
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), expected);
}

}  // namespace
}  // namespace base
