#include "http/router.h"

#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace http {
namespace {

Route row(Method method, std::string pattern) {
  return {.method = method, .pattern = std::move(pattern), .handler = [](Request&) {
            return Response(200);
          }};
}

Router router_of(std::vector<Route> rows) { return Router::from(std::move(rows)).value(); }

TEST(Router, literal_before_parameter) {
  const auto router =
      router_of({row(Method::get, "/auth/{provider}"), row(Method::get, "/auth/profile"),
                 row(Method::get, "/auth/{provider}/{part}"),
                 row(Method::get, "/auth/{provider}/callback"), row(Method::get, "/")});
  const auto pattern_of = [&](std::string_view path) {
    Request request{.path = path};
    router.match(request);
    return std::string(request.route);
  };
  EXPECT_EQ(pattern_of("/"), "/");
  EXPECT_EQ(pattern_of("/auth/profile"), "/auth/profile");
  EXPECT_EQ(pattern_of("/auth/google"), "/auth/{provider}");
  EXPECT_EQ(pattern_of("/auth/google/callback"), "/auth/{provider}/callback");
  EXPECT_EQ(pattern_of("/auth/google/other"), "/auth/{provider}/{part}");
  for (const char* none : {"/auth", "/auth/", "/auth/google/", "/auth/a/b/c", "", "auth/x"}) {
    EXPECT_EQ(pattern_of(none), "") << none;
  }
}

TEST(Router, says_what_is_around_what_has_no_row) {
  const auto around = [](std::string pattern) {
    return Route{.pattern = std::move(pattern), .cors = Cors::listed, .around = true};
  };
  const auto router =
      router_of({around("/auth"), around("/auth/deep"), row(Method::get, "/auth/profile")});
  const auto pattern_of = [&](Method method, std::string_view path) {
    Request request{.method = method, .path = path};
    const auto match = router.match(request);
    EXPECT_EQ(match.route != nullptr, method == Method::get && path == "/auth/profile") << path;
    return match.around == nullptr ? "" : match.around->pattern;
  };
  EXPECT_EQ(pattern_of(Method::get, "/auth/profile"), "");
  EXPECT_EQ(pattern_of(Method::post, "/auth/profile"), "/auth");
  EXPECT_EQ(pattern_of(Method::get, "/auth/x"), "/auth");
  EXPECT_EQ(pattern_of(Method::get, "/auth/deep/x"), "/auth/deep") << "the longest";
  EXPECT_EQ(pattern_of(Method::get, "/auth"), "/auth");
  for (const char* none : {"/authority", "/authority/x", "/x/auth/y", "/", ""}) {
    EXPECT_EQ(pattern_of(Method::get, none), "") << none;
  }
  auto served = around("/auth");
  served.handler = [](Request&) { return Response(200); };
  EXPECT_FALSE(Router::from({served}));
  EXPECT_FALSE(Router::from({around("/auth/{name}")}));
}

TEST(Router, gives_parameters_by_name) {
  const auto router = router_of({row(Method::get, "/a/{one}/b/{two}")});
  Request request{.path = "/a/1/b/2"};
  ASSERT_NE(router.match(request).route, nullptr);
  EXPECT_EQ(request.param("one"), "1");
  EXPECT_EQ(request.param("two"), "2");
  EXPECT_EQ(request.param("three"), "");
}

TEST(Router, a_pattern_that_failed_leaves_no_parameters) {
  const auto router =
      router_of({row(Method::get, "/{one}/{two}/x"), row(Method::get, "/{three}/y/z")});
  Request request{.path = "/1/y/z"};
  ASSERT_NE(router.match(request).route, nullptr);
  EXPECT_EQ(request.param("three"), "1");
  EXPECT_EQ(request.param("one"), "");
  EXPECT_EQ(request.param("two"), "");
  Request lost{.path = "/1/2/3"};
  EXPECT_EQ(router.match(lost).route, nullptr);
  EXPECT_EQ(lost.param("one"), "");
}

TEST(Router, a_path_decides_before_its_method_does) {
  const auto router =
      router_of({row(Method::get, "/x"), row(Method::post, "/x"), row(Method::del, "/{any}")});
  Request request{.method = Method::del, .path = "/x"};
  const auto match = router.match(request);
  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allow, "GET, HEAD, POST");
  request.method = Method::head;
  ASSERT_NE(router.match(request).route, nullptr);
  EXPECT_EQ(router.match(request).route->method, Method::get);
}

TEST(Router, a_table_with_a_fault_is_no_table) {
  EXPECT_FALSE(Router::from({row(Method::get, "/a"), row(Method::get, "/a")}));
  EXPECT_FALSE(Router::from({row(Method::get, "/{a}"), row(Method::post, "/{b}")}));
  EXPECT_FALSE(Router::from({Route{.pattern = "/a"}}));
  // A quick answer is for a GET, or a form, that a worker would answer otherwise.
  auto quick = row(Method::get, "/a");
  quick.quick = [](Request&) { return std::nullopt; };
  EXPECT_TRUE(Router::from({quick}));
  quick.runs = Runs::on_loop;
  EXPECT_FALSE(Router::from({quick}));
  quick.runs = Runs::on_worker;
  quick.method = Method::post;
  EXPECT_FALSE(Router::from({quick}));
  quick.body = Body::json;
  EXPECT_FALSE(Router::from({quick}));
  quick.body = Body::form;
  EXPECT_TRUE(Router::from({quick}));
  for (const char* bad : {"", "a", "/a/", "//", "/a//b", "/a b", "/%61", "/..", "/a;b", "/{}",
                          "/{a}{b}", "/{a}/{b}/{c}/{d}/{e}"}) {
    EXPECT_FALSE(Router::from({row(Method::get, bad)})) << bad;
  }
}

}  // namespace
}  // namespace http
