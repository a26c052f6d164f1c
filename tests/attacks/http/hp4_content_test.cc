// HP4: what a body says it is, and what it is.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/attacks/http/server_for_attacks.h"

namespace attacks {
namespace {

struct Case {
  const char* name;
  std::string octets;
  int status;
};

std::vector<Case> bodies() {
  const std::string json = "application/json";
  const std::string utf8 = std::string(kForm) + "; charset=utf-8";
  std::string deep;
  for (int i = 0; i < 10'000; ++i) {
    deep += "{\"a\":";
  }
  return {
      {"form", post("/token", kForm, "a=1"), 200},
      {"form_in_utf8", post("/token", utf8, "a=1"), 200},
      {"form_in_utf8_quoted", post("/token", std::string(kForm) + ";charset=\"UTF-8\"", "a=1"),
       200},
      {"empty_without_type", post("/token", "", ""), 200},
      {"gzip", post("/token", kForm, "\x1f\x8b\x08", "Content-Encoding: gzip\r\n"), 415},
      {"deflate_json", post("/json", json, "{}", "Content-Encoding: deflate\r\n"), 415},
      {"identity", post("/token", kForm, "a=1", "Content-Encoding: identity\r\n"), 200},
      {"no_type", post("/token", "", "a=1"), 415},
      {"multipart", post("/token", "multipart/form-data; boundary=x", "--x--"), 415},
      {"text_plain", post("/token", "text/plain", "a=1"), 415},
      {"json_at_a_form", post("/token", json, "{}"), 415},
      {"form_at_json", post("/json", kForm, "a=1"), 415},
      {"text_plain_json", post("/json", "text/plain", "{}"), 415},
      {"utf16", post("/token", std::string(kForm) + "; charset=utf-16", "a=1"), 415},
      {"utf7", post("/json", json + "; charset=utf-7", "{}"), 415},
      {"latin1", post("/token", std::string(kForm) + "; charset=iso-8859-1", "a=1"), 415},
      {"invalid_utf8", post("/token", kForm, "a=%FF"), 400},
      {"raw_invalid_utf8", post("/token", kForm, "a=\xFF"), 400},
      {"overlong", post("/token", kForm, "a=%C0%AE"), 400},
      {"surrogate", post("/token", kForm, "a=%ED%A0%80"), 400},
      {"nul", post("/token", kForm, "a=%00"), 400},
      {"bom",
       post("/token", kForm,
            "\xEF\xBB\xBF"
            "a=1"),
       400},
      {"half_escape", post("/token", kForm, "a=%4"), 400},
      {"json", post("/json", json, R"({"a":1})"), 200},
      {"json_bom", post("/json", json, "\xEF\xBB\xBF{}"), 400},
      {"json_deep", post("/json", json, deep), 400},
      {"json_1e999", post("/json", json, R"({"a":1e999})"), 400},
      {"json_above_64_bits", post("/json", json, R"({"a":18446744073709551616})"), 400},
      {"json_duplicate", post("/json", json, R"({"a":1,"a":2})"), 400},
      {"json_trailing", post("/json", json, "{}x"), 400},
      {"json_invalid_utf8", post("/json", json, "{\"a\":\"\xFF\"}"), 400},
      {"json_lone_surrogate", post("/json", json, R"({"a":"\ud800"})"), 400},
      {"json_array", post("/json", json, "[]"), 400},
      {"json_empty", post("/json", json, ""), 400},
  };
}

class HP4 : public testing::TestWithParam<Case> {};

TEST_P(HP4, has_its_answer) {
  HttpServer server(rows());
  const auto answer = support::ask(server.port(), GetParam().octets);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, GetParam().status) << answer->body;
}

INSTANTIATE_TEST_SUITE_P(bodies, HP4, testing::ValuesIn(bodies()),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace attacks
