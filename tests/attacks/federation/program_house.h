// The program as it runs, over either engine, with providers behind sockets.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/attacks/federation/served_provider.h"
#include "tests/support/people.h"

namespace attacks {

using support::Browser;
using support::EngineKind;
using support::Page;

class Federation : public testing::TestWithParam<EngineKind> {
 protected:
  Federation() : installation_(GetParam()), provider_(clock_) {
    server_ = installation_.serve({{"FRONTEND_URL", "http://localhost:3001/"}});
    add("google", provider_);
  }

  void add(const std::string& name, ServedProvider& provider) const {
    add(name, provider, {"--issuer", provider->issuer});
  }
  void add(const std::string& name, ServedProvider& provider,
           const std::vector<std::string>& described) const {
    std::vector<std::string> arguments{"provider",
                                       "add",
                                       "--name",
                                       name,
                                       "--client-id",
                                       provider->client_id,
                                       "--client-secret-stdin"};
    arguments.insert(arguments.end(), described.begin(), described.end());
    installation_.json(arguments, {}, provider->client_secret + "\n");
  }
  static base::json::object ani() {
    return {{"sub", "s1"}, {"name", "Ani"}, {"email", "ani@mail.test"}, {"email_verified", true}};
  }
  Browser browser() { return support::browser_of(*server_); }
  // Of the provider's button on a login page.
  static std::string button_on(const Page& page, const std::string& name = "google") {
    const std::string rest = "/with/" + name;
    const auto end = page.body.find(rest + "\"");
    const auto start = page.body.rfind('"', end) + 1;
    return page.body.substr(start, end - start) + rest;
  }
  static std::string away(Browser& it) { return it.get(button_on(it.get("/login"))).location(); }
  Page log_in(Browser& it, const base::json::object& as = ani()) {
    return it.get(provider_->come_back(away(it), as));
  }
  // Over there as that one, and back to the question whether it is to be linked.
  Page asked_to_link(Browser& it, const base::json::object& as) {
    const auto page = it.get("/account/logins");
    const auto start = page.body.find("/account/logins/link/google?csrf=");
    const auto sent = it.get(page.body.substr(start, page.body.find('"', start) - start));
    return it.get(provider_->come_back(sent.location(), as));
  }
  // By the button beside that account on a page of /account/logins.
  static Page unlink(Browser& it, const Page& page, const std::string& label) {
    const std::string button = "name=\"unlink\" value=\"";
    const auto start = page.body.find(button, page.body.find(label)) + button.size();
    return it.submit(page,
                     {{"unlink", page.body.substr(start, page.body.find('"', start) - start)}});
  }
  std::size_t people() const {
    return installation_.json({"user", "list"}).at("users").as_array().size();
  }

  const base::SystemClock clock_;
  support::Installation installation_;
  ServedProvider provider_;
  std::unique_ptr<support::Server> server_;
};

}  // namespace attacks
