#include "oauth/registry/redirect_uri.h"

#include <gtest/gtest.h>

namespace oauth {
namespace {

TEST(Loopback, is_a_whole_number_of_a_host_and_no_name_RFC8252_8_3) {
  for (const auto* uri :
       {"http://127.0.0.1/cb", "http://127.0.0.1:8080/cb", "http://[::1]:80/cb"}) {
    EXPECT_TRUE(is_loopback(uri)) << uri;
  }
  for (const auto* uri : {"http://127.0.0.1.evil.example/cb", "https://127.0.0.1.evil.example/cb",
                          "http://localhost/cb", "https://a.example/127.0.0.1",
                          "com.example.app:/cb", "http://127.0.0.1:99999/cb", "http://[::1", ""}) {
    EXPECT_FALSE(is_loopback(uri)) << uri;
  }
}

}  // namespace
}  // namespace oauth
