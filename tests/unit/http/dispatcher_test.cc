// What every answer carries, asked without a socket.
#include "http/dispatcher.h"

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/json.h"
#include "http/assets.h"
#include "tests/support/kept_log.h"

namespace http {
namespace {

class Dispatching : public testing::Test {
 protected:
  Dispatcher dispatcher(std::vector<Route> rows, bool hsts = false, ErrorAnswer on_error = {}) {
    return {Router::from(std::move(rows)).value(),
            {.origins = OriginRule::from({"https://sso.test", "https://spa.test"}).value(),
             .hsts = hsts,
             .on_error = std::move(on_error)},
            log_};
  }

  static std::string head_of(const Response& response) {
    std::string out;
    append_head(out, response, response.body().size());
    return out;
  }

  base::SystemClock clock_;
  support::KeptLog kept_;
  base::Log log_{kept_, clock_, base::LogLevel::debug};
};

Route page_row() {
  return {.pattern = "/page", .handler = [](Request&) { return Response::html(200, "<p>"); }};
}

TEST_F(Dispatching, AZ15_every_page_has_its_headers) {
  const auto routes = dispatcher({page_row()}, true);
  Request request{.path = "/page"};
  const auto head = head_of(routes.handle(request));
  for (const char* line :
       {"X-Frame-Options: DENY\r\n", "Cross-Origin-Opener-Policy: same-origin\r\n",
        "Referrer-Policy: no-referrer\r\n", "Cache-Control: no-store\r\n",
        "X-Content-Type-Options: nosniff\r\n",
        "Permissions-Policy: ", "Strict-Transport-Security: max-age=63072000",
        "frame-ancestors 'none'", "form-action 'self'", "default-src 'none'", "base-uri 'none'"}) {
    EXPECT_NE(head.find(line), std::string::npos) << line << "\n" << head;
  }
  EXPECT_EQ(head.find("unsafe-inline"), std::string::npos);
}

TEST_F(Dispatching, AZ15_a_page_names_where_its_forms_may_lead) {
  EXPECT_NE(head_of(Response::html(200, "", {.form_targets = {"https://rp.test:8443", "myapp:"}}))
                .find("form-action 'self' https://rp.test:8443 myapp:\r\n"),
            std::string::npos);
  EXPECT_EQ(head_of(Response::html(200, "", {.any_form_target = true})).find("form-action"),
            std::string::npos);
  for (const char* bad :
       {"https://rp.test/path", "https://rp.test; script-src *", "*", "'none'", ""}) {
    EXPECT_TRUE(Response::html(200, "", {.form_targets = {bad}}).faulty()) << bad;
  }
  EXPECT_NE(head_of(Response::html(200, "", {.picture_origins = {"https://static.test"}}))
                .find("img-src 'self' data: https://static.test; "),
            std::string::npos);
  for (const char* bad : {"https://static.test/logo.png", "https://a.test; script-src *", "*"}) {
    EXPECT_TRUE(Response::html(200, "", {.picture_origins = {bad}}).faulty()) << bad;
  }
  // One page may be framed, and no page can be cached, whatever its handler says.
  EXPECT_EQ(head_of(Response::html(200, "", {.may_be_framed = true})).find("X-Frame-Options"),
            std::string::npos);
  EXPECT_EQ(head_of(Response::html(200, "").cache_for(std::chrono::seconds(60))).find("max-age"),
            std::string::npos);
  EXPECT_NE(head_of(Response(200).content("text/html; charset=utf-8", "")).find("frame-ancestors"),
            std::string::npos);
}

TEST_F(Dispatching, no_answer_is_cached_unless_it_says_so) {
  EXPECT_NE(head_of(Response::json(200, {})).find("Cache-Control: no-store\r\n"),
            std::string::npos);
  const auto head = head_of(Response::json(200, {}).cache_for(std::chrono::seconds(60)));
  EXPECT_NE(head.find("Cache-Control: public, max-age=60\r\n"), std::string::npos);
  EXPECT_EQ(head.find("no-store"), std::string::npos);
}

TEST_F(Dispatching, AZ15_a_redirect_is_a_303_and_tells_no_referrer) {
  const auto head = head_of(Response::redirect("https://rp.test/cb?code=x"));
  EXPECT_TRUE(head.starts_with("HTTP/1.1 303 See Other\r\n"));
  EXPECT_NE(head.find("Referrer-Policy: no-referrer\r\n"), std::string::npos);
  EXPECT_NE(head.find("Location: https://rp.test/cb?code=x\r\n"), std::string::npos);
}

TEST_F(Dispatching, an_exception_is_a_500_with_the_request_id_and_one_line_of_log) {
  const auto routes =
      dispatcher({{.pattern = "/x", .handler = [](Request&) -> base::Result<Response> {
                     throw std::runtime_error("disk on fire");
                   }}});
  Request request{.path = "/x", .id = "01abc"};
  const auto response = routes.handle(request);
  EXPECT_EQ(response.status(), 500);
  EXPECT_EQ(response.body(), R"({"error":"internal","request_id":"01abc"})");
  ASSERT_EQ(kept_.lines().size(), 1U);
  EXPECT_NE(kept_.lines()[0].find("disk on fire"), std::string::npos);
  EXPECT_NE(kept_.lines()[0].find("01abc"), std::string::npos);
}

TEST_F(Dispatching, a_failure_is_told_by_its_description_and_logged_with_its_detail) {
  const auto routes = dispatcher(
      {{.pattern = "/x", .handler = [](Request&) -> base::Result<Response> {
          return base::reject(base::ErrorCode::too_many, "ours", "slow down", "account 7");
        }}});
  Request request{.path = "/x", .id = "01abc"};
  const auto response = routes.handle(request);
  EXPECT_EQ(response.status(), 429);
  EXPECT_EQ(response.header("Retry-After"), "1");
  EXPECT_NE(response.body().find("slow down"), std::string_view::npos);
  EXPECT_EQ(response.body().find("account 7"), std::string_view::npos);
  EXPECT_NE(kept_.lines().at(0).find("account 7"), std::string::npos);
}

TEST_F(Dispatching, DS1_a_server_that_is_full_warns_and_one_that_is_broken_calls_for_help) {
  const struct {
    base::Error error;
    const char* level;
    const char* why;
  } cases[] = {{{base::ErrorCode::unavailable, "", "busy", "the queue is full"},
                "warn",
                "the queue is full"},
               {{base::ErrorCode::unavailable, "", "too many writes wait", ""},
                "warn",
                "too many writes wait"},
               {{base::ErrorCode::internal, "", "", "torn"}, "error", "torn"},
               {{base::ErrorCode::forbidden, "", "no", "not theirs"}, "info", "not theirs"}};
  for (const auto& [error, level, why] : cases) {
    const auto routes =
        dispatcher({{.pattern = "/x", .handler = [&error](Request&) -> base::Result<Response> {
                       return std::unexpected(error);
                     }}});
    Request request{.path = "/x", .id = "01abc"};
    routes.handle(request);
    const auto line = base::parse_json_object(kept_.lines().back());
    ASSERT_TRUE(line);
    EXPECT_EQ(line->at("level").as_string(), level);
    EXPECT_EQ(line->at("detail").as_string(), why);
  }
}

TEST_F(Dispatching, a_row_words_its_own_failures_and_the_server_the_others) {
  auto row = page_row();
  row.on_error = [](const Request&, const base::Error&) { return Response::text(400, "row"); };
  row.handler = [](Request&) -> base::Result<Response> {
    return base::reject(base::ErrorCode::conflict, "", "");
  };
  const auto routes = dispatcher({row}, false, [](const Request&, const base::Error& error) {
    if (error.code == base::ErrorCode::method_not_allowed) {
      throw std::runtime_error("the page of errors has one");
    }
    return Response::text(status_of(error.code), "server");
  });
  Request request{.path = "/page"};
  EXPECT_EQ(routes.handle(request).body(), "row");
  Request lost{.path = "/nowhere"};
  EXPECT_EQ(routes.handle(lost).body(), "server");
  Request wrong{.method = Method::del, .path = "/page"};
  EXPECT_EQ(routes.handle(wrong).status(), 405);
}

TEST_F(Dispatching, HP1_a_status_without_a_body_has_none) {
  for (const int status : {204, 304, 103}) {
    const auto with_body = [status] { return Response(status).content("text/plain", "x"); };
    const auto routes = dispatcher(
        {{.pattern = "/body", .handler = [&](Request&) { return with_body(); }},
         {.pattern = "/prepared",
          .handler = [&](Request&) { return Response::prepared(Prepared(Response(status), "x")); }},
         {.pattern = "/none", .handler = [&](Request&) { return Response(status); }}});
    const auto answer = [&](std::string_view path) {
      Request request{.path = path};
      return routes.handle(request);
    };
    EXPECT_EQ(answer("/body").status(), 500);
    EXPECT_EQ(answer("/prepared").status(), 500);
    EXPECT_EQ(answer("/none").status(), status);
    EXPECT_EQ(head_of(answer("/none")).find("Content-Length"), std::string::npos);
  }
}

TEST_F(Dispatching, a_quick_answer_is_asked_first_and_held_to_the_same_rules) {
  int asked = 0;
  Route row{
      .pattern = "/session/{what}",
      .handler = [](Request&) { return Response::text(200, "looked up"); },
      .quick = [&](Request& request) -> std::optional<base::Result<Response>> {
        ++asked;
        const auto what = request.param("what");
        if (what == "fault") {
          throw std::runtime_error("memory on fire");
        }
        if (what == "ended") {
          return base::reject(base::ErrorCode::unauthorized, "", "it has ended");
        }
        if (what == "known" || what == "broken") {
          return Response::text(200, "remembered").header("X", what == "known" ? "ok" : "a\r\nb");
        }
        return std::nullopt;
      },
      .cors = Cors::listed};
  const auto routes = dispatcher({row}, true);
  const std::vector<Header> fields = {{"Origin", "https://spa.test"}};
  const auto answer = [&](std::string_view path, Method method = Method::get,
                          std::string_view body = {}) {
    Request request{.method = method, .path = path, .headers = fields, .body = body, .id = "01"};
    return routes.handle(request);
  };
  const auto known = answer("/session/known");
  EXPECT_EQ(known.body(), "remembered");
  EXPECT_EQ(known.header("Access-Control-Allow-Origin"), "https://spa.test");
  EXPECT_TRUE(known.header("Strict-Transport-Security"));
  EXPECT_EQ(answer("/session/known", Method::head).body(), "remembered");
  EXPECT_EQ(answer("/session/other").body(), "looked up");
  EXPECT_EQ(answer("/session/ended").status(), 401);
  EXPECT_EQ(answer("/session/broken").status(), 500);
  EXPECT_EQ(answer("/session/fault").status(), 500);
  EXPECT_EQ(asked, 6);
  // Refused before anybody is asked, or the handler's alone.
  EXPECT_EQ(answer("/session/known", Method::post).status(), 405);
  EXPECT_EQ(answer("/session/known", Method::get, std::string(1025, 'a')).status(), 413);
  EXPECT_EQ(answer("/session/known", Method::get, "a").body(), "looked up");
  EXPECT_EQ(asked, 6);
}

TEST_F(Dispatching, a_form_is_answered_quickly_unless_it_is_long) {
  Route row{.method = Method::post,
            .pattern = "/ask",
            .handler = [](Request&) { return Response::text(200, "looked up"); },
            .quick = [](Request& request) -> std::optional<base::Result<Response>> {
              return Response::text(200, "remembered " + std::string(request.body.substr(0, 3)));
            },
            .body = Body::form,
            .origins = Origins::anyone};
  const auto routes = dispatcher({row});
  const std::vector<Header> fields = {{"Content-Type", "application/x-www-form-urlencoded"}};
  const auto answer = [&](const std::string& body) {
    Request request{
        .method = Method::post, .path = "/ask", .headers = fields, .body = body, .id = "01"};
    return std::string(routes.handle(request).body());
  };
  EXPECT_EQ(answer("a=b"), "remembered a=b");
  EXPECT_EQ(answer("a=" + std::string(4094, 'b')), "remembered a=b");
  EXPECT_EQ(answer("a=" + std::string(4095, 'b')), "looked up");
}

TEST_F(Dispatching, AZ14_CK3_state_changes_only_by_the_origin_rule) {
  int changed = 0;
  const auto count = [&](Request&) {
    ++changed;
    return Response(204);
  };
  const auto routes = dispatcher(
      {{.method = Method::post, .pattern = "/logout", .handler = count},
       {.method = Method::post, .pattern = "/token", .handler = count, .origins = Origins::anyone},
       {.pattern = "/logout", .handler = count}});
  const auto status = [&](Method method, std::string_view path, std::vector<Header> headers) {
    Request request{.method = method, .path = path, .headers = headers};
    return routes.handle(request).status();
  };
  EXPECT_EQ(status(Method::post, "/logout", {{"Origin", "https://evil.test"}}), 403);
  EXPECT_EQ(status(Method::post, "/logout", {{"Origin", "null"}}), 403);
  EXPECT_EQ(status(Method::post, "/logout", {{"Sec-Fetch-Site", "cross-site"}}), 403);
  EXPECT_EQ(changed, 0);
  EXPECT_EQ(status(Method::post, "/logout", {{"origin", "https://spa.test"}}), 204);
  EXPECT_EQ(status(Method::post, "/logout", {}), 204);
  EXPECT_EQ(status(Method::post, "/token", {{"Origin", "https://evil.test"}}), 204);
  EXPECT_EQ(status(Method::get, "/logout", {{"Sec-Fetch-Site", "cross-site"}}), 204);
}

TEST_F(Dispatching, CK8_cors_is_exact_and_never_a_star_with_credentials) {
  const auto ok = [](Request&) { return Response(200); };
  const auto routes = dispatcher({{.pattern = "/profile", .handler = ok, .cors = Cors::listed},
                                  {.pattern = "/jwks", .handler = ok, .cors = Cors::anyone},
                                  {.pattern = "/closed", .handler = ok}});
  const auto ask = [&](std::string_view path, std::string_view origin) {
    std::vector<Header> headers = {{"Origin", origin}};
    Request request{.path = path, .headers = headers};
    return routes.handle(request);
  };
  const auto listed = ask("/profile", "https://spa.test");
  EXPECT_EQ(listed.header("Access-Control-Allow-Origin"), "https://spa.test");
  EXPECT_EQ(listed.header("Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(listed.header("Vary"), "Origin, Cookie");
  for (const char* other : {"https://evil.test", "null", "https://evil-spa.test",
                            "https://spa.test.evil.test", "http://spa.test"}) {
    const auto answer = ask("/profile", other);
    EXPECT_FALSE(answer.header("Access-Control-Allow-Origin")) << other;
    EXPECT_FALSE(answer.header("Access-Control-Allow-Credentials")) << other;
    EXPECT_FALSE(answer.header("Access-Control-Expose-Headers")) << other;
    EXPECT_EQ(answer.header("Vary"), "Origin, Cookie");
  }
  EXPECT_TRUE(listed.header("Access-Control-Expose-Headers"));
  Request of_no_origin{.path = "/profile"};
  EXPECT_FALSE(routes.handle(of_no_origin).header("Access-Control-Expose-Headers"));
  EXPECT_EQ(ask("/jwks", "https://evil.test").header("Access-Control-Allow-Origin"), "*");
  EXPECT_FALSE(ask("/jwks", "https://spa.test").header("Access-Control-Allow-Credentials"));
  EXPECT_FALSE(ask("/closed", "https://spa.test").header("Access-Control-Allow-Origin"));
}

TEST_F(Dispatching, CK8_a_preflight_is_answered_for_rows_that_take_part) {
  const auto ok = [](Request&) { return Response(200); };
  const auto routes = dispatcher(
      {{.method = Method::post, .pattern = "/refresh", .handler = ok, .cors = Cors::listed},
       {.pattern = "/closed", .handler = ok}});
  const auto ask = [&](std::string_view path, std::string_view origin, std::string_view method) {
    std::vector<Header> headers = {{"Origin", origin}, {"Access-Control-Request-Method", method}};
    Request request{.method = Method::options, .path = path, .headers = headers};
    return routes.handle(request);
  };
  const auto welcome = ask("/refresh", "https://spa.test", "POST");
  EXPECT_EQ(welcome.status(), 204);
  EXPECT_EQ(welcome.header("Access-Control-Allow-Methods"), "POST");
  EXPECT_EQ(welcome.header("Access-Control-Allow-Origin"), "https://spa.test");
  EXPECT_FALSE(ask("/refresh", "https://evil.test", "POST").header("Access-Control-Allow-Methods"));
  EXPECT_EQ(ask("/refresh", "https://spa.test", "GET").status(), 405);
  EXPECT_EQ(ask("/closed", "https://spa.test", "GET").status(), 405);
}

TEST_F(Dispatching, assets_come_in_the_form_that_is_asked_for) {
  const std::vector<Asset> table = {
      {"/app.3f.css", "text/css; charset=utf-8", "body{}", "GZ", "BR", "\"3f\"", true},
      {"/favicon.svg", "image/svg+xml", "<svg/>", "", "", "\"9a\"", false}};
  const Assets assets(table);
  const auto routes_of = dispatcher(routes(assets));
  const auto ask = [&](std::string_view path, std::vector<Header> headers) {
    Request request{.path = path, .headers = headers};
    return routes_of.handle(request);
  };
  const auto brotli = ask("/app.3f.css", {{"Accept-Encoding", "gzip, deflate, br"}});
  EXPECT_EQ(brotli.body(), "BR");
  const auto head = head_of(brotli);
  for (const char* line :
       {"Content-Encoding: br\r\n", "ETag: \"3f-br\"\r\n", "Vary: Accept-Encoding\r\n",
        "Cache-Control: public, max-age=31536000, immutable\r\n", "Content-Length: 2\r\n",
        "Content-Type: text/css; charset=utf-8\r\n", "X-Content-Type-Options: nosniff\r\n"}) {
    EXPECT_NE(head.find(line), std::string::npos) << line << "\n" << head;
  }
  EXPECT_EQ(ask("/app.3f.css", {{"Accept-Encoding", "gzip"}}).body(), "GZ");
  EXPECT_EQ(ask("/app.3f.css", {{"Accept-Encoding", "br;q=0.1, gzip"}}).body(), "GZ");
  EXPECT_EQ(ask("/app.3f.css", {{"Accept-Encoding", "br;q=0, gzip;q=0"}}).body(), "body{}");
  EXPECT_EQ(ask("/app.3f.css", {}).body(), "body{}");
  EXPECT_EQ(ask("/favicon.svg", {{"Accept-Encoding", "br"}}).body(), "<svg/>");
  const auto same = ask("/app.3f.css", {{"If-None-Match", "\"x\", W/\"3f\""}});
  EXPECT_EQ(same.status(), 304);
  EXPECT_EQ(same.body(), "");
  EXPECT_EQ(head_of(same).find("Content-Length"), std::string::npos);
  EXPECT_EQ(ask("/app.3f.css", {{"If-None-Match", "\"3f\""}, {"Accept-Encoding", "br"}}).status(),
            200);
}

}  // namespace
}  // namespace http
