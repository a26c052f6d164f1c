#include "identity/budget/budget.h"

#include <atomic>
#include <thread>

#include "tests/unit/identity/house.h"

namespace identity::budget {
namespace {

class BudgetTest : public House {
 protected:
  // Of an attempt with a password that may be wrong: whether it was looked at.
  bool tried(const std::string& identifier, const std::string& password,
             std::optional<AddressBytes> address = std::nullopt, const std::string& devices = {}) {
    login::Presented given = presented(identifier, password);
    given.address = address;
    given.devices = devices;
    const auto verdict = password_.check(act_, std::nullopt, given).value();
    return !std::holds_alternative<login::Slowed>(verdict);
  }
  bool right(const std::string& identifier, const std::string& password,
             std::optional<AddressBytes> address = std::nullopt, const std::string& devices = {}) {
    login::Presented given = presented(identifier, password);
    given.address = address;
    given.devices = devices;
    const auto verdict = password_.check(act_, std::nullopt, given).value();
    return std::holds_alternative<login::Passed>(verdict);
  }
  static AddressBytes v6(std::uint8_t subscriber, std::uint8_t host) {
    AddressBytes bytes{0x20, 0x01, 0x0d, 0xb8};
    bytes[7] = subscriber;
    bytes[15] = host;
    return bytes;
  }
  static AddressBytes v4(std::uint8_t third, std::uint8_t host) {
    return {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, third, host};
  }
};

TEST_F(BudgetTest, LG2_one_budget_for_a_person_whatever_name_is_typed) {
  const users::User user =
      add({{"username", "budi"}, {"email", "budi@example.test"}, {"no_hp", "087705572167"}});
  set_password(user, kPassword);
  const std::vector<std::string> names = {"budi",
                                          "BUDI",
                                          " budi",
                                          "ｂｕｄｉ",
                                          "\u200bbudi",
                                          "\u00a0Budi",
                                          "budi@example.test",
                                          "BUDI@Example.TEST",
                                          "087705572167",
                                          "+6287705572167",
                                          "+62 877-0557-2167",
                                          "6287705572167"};
  int looked_at = 0;
  for (const std::string& name : names) {
    looked_at += tried(name, "wrong") ? 1 : 0;
  }
  EXPECT_EQ(looked_at, 5);
  EXPECT_FALSE(right("budi", kPassword));
  EXPECT_EQ(count("login.slowed"), 1U);
}

TEST_F(BudgetTest, LG2_a_name_that_is_nobodys_has_one_budget_too) {
  int looked_at = 0;
  for (const std::string name :
       {"siapa", "SIAPA", " siapa", "ｓｉａｐａ", "siapa\u200b", "Siapa", "sIapa", "siApa"}) {
    looked_at += tried(name, "wrong") ? 1 : 0;
  }
  EXPECT_EQ(looked_at, 5);
}

TEST_F(BudgetTest, LG1_somebody_and_nobody_are_slowed_alike) {
  add_with_password("budi", kPassword);
  add({{"username", "tanpa"}});
  const users::User off = add_with_password("mati", kPassword);
  ASSERT_TRUE(users_.disable(act_, off.id));
  std::vector<std::vector<bool>> seen;
  for (const std::string name : {"budi", "siapa", "tanpa", "mati"}) {
    std::vector<bool> row;
    for (int attempt = 0; attempt < 30; ++attempt) {
      row.push_back(tried(name, "wrong"));
      clock_.advance(std::chrono::seconds(1));
    }
    seen.push_back(row);
  }
  EXPECT_EQ(seen[0], seen[1]);
  EXPECT_EQ(seen[0], seen[2]);
  EXPECT_EQ(seen[0], seen[3]);
}

TEST_F(BudgetTest, LG2_one_budget_for_a_network_over_many_people) {
  int looked_at = 0;
  for (int number = 0; number < 300; ++number) {
    looked_at += tried("user" + std::to_string(number), "wrong", v4(2, 7)) ? 1 : 0;
  }
  EXPECT_EQ(looked_at, 100);
  EXPECT_TRUE(tried("another", "wrong", v4(2, 8)));
}

TEST_F(BudgetTest, LG2_an_IPv6_subscriber_is_one_network) {
  int looked_at = 0;
  for (int number = 0; number < 300; ++number) {
    looked_at +=
        tried("user" + std::to_string(number), "wrong", v6(1, static_cast<std::uint8_t>(number)))
            ? 1
            : 0;
  }
  EXPECT_EQ(looked_at, 100);
  EXPECT_TRUE(tried("another", "wrong", v6(2, 1)));
  EXPECT_EQ(network_of(v6(1, 2)), network_of(v6(1, 3)));
  EXPECT_NE(network_of(v4(2, 1)), network_of(v4(2, 2)));
}

TEST_F(BudgetTest, LG2_logging_in_to_an_account_of_ones_own_buys_no_guesses) {
  add_with_password("own", kPassword);
  int looked_at = 0;
  for (int number = 0; number < 300; ++number) {
    looked_at += tried("user" + std::to_string(number), "wrong", v4(2, 7)) ? 1 : 0;
    right("own", kPassword, v4(2, 7));
  }
  EXPECT_EQ(looked_at, 100);
}

TEST_F(BudgetTest, LG3_of_500_at_once_no_more_are_verified_than_the_budget_allows) {
  add_with_password("budi", kPassword);
  std::atomic<int> looked_at = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 20; ++thread) {
      threads.emplace_back([&] {
        for (int attempt = 0; attempt < 25; ++attempt) {
          looked_at += tried("budi", "wrong") ? 1 : 0;
        }
      });
    }
  }
  EXPECT_EQ(looked_at, 5);
  EXPECT_EQ(count("login.failed"), 5U);
}

TEST_F(BudgetTest, LG4_a_known_browser_gets_in_while_a_stranger_is_slowed) {
  const users::User victim = add_with_password("korban", kPassword);
  const std::string cookie = devices_.remember("", victim.id, clock_.now());
  for (int attempt = 0; attempt < 300; ++attempt) {
    tried("korban", "wrong", v4(2, 7));
    tried("other" + std::to_string(attempt), "wrong", v4(2, 7));
  }
  EXPECT_FALSE(tried("korban", kPassword, v4(3, 1)));
  EXPECT_TRUE(right("korban", kPassword, v4(3, 1), cookie));
  // In the same office as the stranger.
  EXPECT_TRUE(right("korban", kPassword, v4(2, 7), cookie));
  // And the stranger has gained nothing by it.
  EXPECT_FALSE(tried("korban", "wrong", v4(2, 8)));
}

TEST_F(BudgetTest, LG4_a_known_browser_has_a_budget_and_no_licence) {
  const users::User victim = add_with_password("korban", kPassword);
  const std::string cookie = devices_.remember("", victim.id, clock_.now());
  int looked_at = 0;
  for (int attempt = 0; attempt < 50; ++attempt) {
    looked_at += tried("korban", "wrong", v4(2, 7), cookie) ? 1 : 0;
  }
  EXPECT_EQ(looked_at, 5);
}

TEST_F(BudgetTest, LG4_a_name_cannot_be_taken_over_to_lock_its_owner) {
  for (int attempt = 0; attempt < 50; ++attempt) {
    tried("baru", "wrong");
  }
  add_with_password("baru", kPassword);
  EXPECT_TRUE(right("baru", kPassword));
}

TEST_F(BudgetTest, LG4_a_device_is_known_for_one_person_and_for_a_time) {
  const users::UserId ani{1};
  const users::UserId budi{2};
  const std::string cookie = devices_.remember("", ani, clock_.now());
  EXPECT_TRUE(devices_.known(cookie, ani, clock_.now()));
  EXPECT_FALSE(devices_.known(cookie, budi, clock_.now()));
  for (std::size_t at = 0; at < cookie.size(); ++at) {
    std::string forged = cookie;
    forged[at] = forged[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(devices_.known(forged, ani, clock_.now())) << at;
  }
  const std::string both = devices_.remember(cookie, budi, clock_.now());
  EXPECT_EQ(devices_.known(both, ani, clock_.now()), devices_.known(cookie, ani, clock_.now()));
  EXPECT_TRUE(devices_.known(both, budi, clock_.now()));
  clock_.advance(std::chrono::days(181));
  EXPECT_FALSE(devices_.known(both, ani, clock_.now()));
}

TEST_F(BudgetTest, CK2_the_cookie_of_devices_stays_small_whatever_it_is_fed) {
  std::string cookie = "..x." + std::string(100'000, '.');
  for (int person = 1; person <= 12; ++person) {
    cookie = devices_.remember(cookie, users::UserId{person}, clock_.now());
    cookie = devices_.remember(cookie, users::UserId{person}, clock_.now());
  }
  EXPECT_LE(cookie.size(), 5 * 76U);
  EXPECT_TRUE(devices_.known(cookie, users::UserId{12}, clock_.now()));
  EXPECT_TRUE(devices_.known(cookie, users::UserId{8}, clock_.now()));
  EXPECT_FALSE(devices_.known(cookie, users::UserId{7}, clock_.now()));
}

TEST_F(BudgetTest, a_row_of_a_meter_tells_nobody_whose_it_is) {
  tried("budi", "wrong", v4(2, 7));
  for (const auto& [key, meter] : attempts_.meters()) {
    EXPECT_EQ(key.size(), 32U);
  }
  EXPECT_EQ(attempts_.meters().size(), 2U);
}

TEST_F(BudgetTest, a_budget_of_another_purpose_is_another) {
  const Attempt attempt{.person = users::UserId{1}};
  for (int number = 0; number < 6; ++number) {
    ASSERT_TRUE(budget_.admit(act_, "code", attempt));
  }
  EXPECT_TRUE(std::holds_alternative<TooMany>(budget_.admit(act_, "code", attempt).value()));
  EXPECT_TRUE(std::holds_alternative<Ticket>(budget_.admit(act_, "password", attempt).value()));
}

TEST_F(BudgetTest, what_was_typed_never_reaches_the_trail) {
  tried("a-password-in-the-wrong-field", "wrong");
  for (const audit::Entry& entry : trail_.chains().at("node-a")) {
    EXPECT_EQ(base::json::serialize(
                  base::json::value(entry.event.details + entry.event.reason + entry.event.subject))
                  .find("wrong-field"),
              std::string::npos);
  }
}

}  // namespace
}  // namespace identity::budget
