// The account, logging out and the first setup as a browser sees them.
#include <atomic>
#include <thread>

#include "tests/unit/endpoints/people.h"

namespace endpoints {
namespace {

namespace users = identity::users;

class AccountEndpoint : public PeopleTest {
 protected:
  AccountEndpoint() : ani_(add_with_password("ani", kPassword)) {}

  users::User now() { return users_.show(ani_.id).value(); }

  users::User ani_;
};

TEST_F(AccountEndpoint, what_is_theirs_they_change) {
  auto it = logged_in("ani");
  const auto page = it.get("/account");
  EXPECT_TRUE(page.says("name=\"nickname\""));
  EXPECT_FALSE(page.says("name=\"role\""));
  const auto saved = it.submit(
      page, {{"name", "Ani Lestari"}, {"no_hp", "0812 3456 7890"}, {"address", "Jl. Menara 1"}});
  EXPECT_EQ(saved.status, 303);
  EXPECT_TRUE(it.follow(saved).says("tersimpan") || it.follow(saved).says("disimpan"));
  EXPECT_EQ(now().name, "Ani Lestari");
  EXPECT_EQ(now().claims.address.formatted, "Jl. Menara 1");
  EXPECT_EQ(count("user.changed"), 1U);
  it.submit(it.get("/account"), {{"name", "Ani Lestari"}});
  EXPECT_EQ(count("user.changed"), 1U) << "nothing has changed";
  EXPECT_EQ(it.submit(it.get("/account"), {{"name", ""}}).status, 303);
  EXPECT_EQ(now().name, "");
}

TEST_F(AccountEndpoint, what_is_not_theirs_is_refused) {
  auto it = logged_in("ani");
  for (const auto* field : {"role", "username", "email", "nip", "email_verified"}) {
    EXPECT_EQ(it.submit(it.get("/account"), {{"name", "X"}, {field, "admin"}}).status, 403)
        << field;
  }
  for (const auto* field : {"is_admin", "id", "sub", "status", "grants"}) {
    EXPECT_EQ(it.submit(it.get("/account"), {{"name", "X"}, {field, "1"}}).status, 400) << field;
  }
  EXPECT_EQ(now().name, "");
  EXPECT_EQ(now().version, ani_.version);
}

TEST_F(AccountEndpoint, a_field_that_is_wrong_is_pointed_at_and_what_was_typed_stays) {
  auto it = logged_in("ani");
  const auto page =
      it.submit(it.get("/account"), {{"birthdate", "17 Agustus"}, {"nickname", "Nini"}});
  EXPECT_EQ(page.status, 422);
  EXPECT_TRUE(page.says("17 Agustus"));
  EXPECT_TRUE(page.says("Nini"));
  EXPECT_TRUE(page.says("aria-invalid"));
  EXPECT_EQ(now().claims.nickname, "");
}

TEST_F(AccountEndpoint, a_change_from_an_old_page_is_refused) {
  auto it = logged_in("ani");
  const auto old = it.get("/account");
  EXPECT_EQ(it.submit(old, {{"name", "Satu"}}).status, 303);
  EXPECT_EQ(it.submit(old, {{"name", "Dua"}}).status, 409);
  EXPECT_EQ(now().name, "Satu");
}

TEST_F(AccountEndpoint, attributes_that_are_theirs_have_a_field) {
  using enum users::AttributeType;
  const auto define = [&](const char* name, users::AttributeType type, users::Editor editor) {
    ASSERT_TRUE(attributes_.define(
        act_, {.name = name, .type = type, .seen_by = users::Viewer::self, .edited_by = editor}));
  };
  define("hobi", text, users::Editor::self);
  define("anak", integer, users::Editor::self);
  define("golongan", text, users::Editor::administrator);
  auto it = logged_in("ani");
  EXPECT_FALSE(it.get("/account").says("name=\"golongan\""));
  EXPECT_EQ(it.submit(it.get("/account"), {{"hobi", "catur"}, {"anak", "2"}}).status, 303);
  EXPECT_EQ(now().attributes, (base::json::object{{"hobi", "catur"}, {"anak", 2}}));
  EXPECT_EQ(it.submit(it.get("/account"), {{"anak", "dua"}}).status, 422);
  EXPECT_EQ(it.submit(it.get("/account"), {{"golongan", "IV"}}).status, 400);
  EXPECT_EQ(it.submit(it.get("/account"), {{"hobi", ""}}).status, 303);
  EXPECT_EQ(now().attributes, (base::json::object{{"anak", 2}}));
}

TEST_F(AccountEndpoint, attributes_of_yes_or_no_and_of_several_texts_have_a_field) {
  for (const auto& [name, type] : {std::pair("tetap", users::AttributeType::boolean),
                                   std::pair("bahasa", users::AttributeType::texts)}) {
    ASSERT_TRUE(attributes_.define(act_, {.name = name,
                                          .type = type,
                                          .seen_by = users::Viewer::self,
                                          .edited_by = users::Editor::self}));
  }
  auto it = logged_in("ani");
  EXPECT_TRUE(it.get("/account").says("<select id=\"field-tetap\" name=\"tetap\""));
  EXPECT_TRUE(it.get("/account").says("<textarea id=\"field-bahasa\" name=\"bahasa\""));
  EXPECT_EQ(it.submit(it.get("/account"), {{"tetap", ""}, {"bahasa", "\r\n"}}).status, 303);
  EXPECT_TRUE(now().attributes.empty()) << "neither yes nor no until somebody says so";
  const support::Fields filled{{"tetap", "false"}, {"bahasa", "Sunda\r\n\r\n Jawa \r\n"}};
  EXPECT_EQ(it.submit(it.get("/account"), filled).status, 303);
  const base::json::object kept{{"tetap", false}, {"bahasa", base::json::array{"Sunda", "Jawa"}}};
  EXPECT_EQ(now().attributes, kept);
  const auto page = it.get("/account");
  EXPECT_TRUE(page.says("<option value=\"false\" selected >Tidak</option>"));
  EXPECT_TRUE(page.says(">\nSunda\nJawa</textarea>"));
  EXPECT_FALSE(page.says("<dt>tetap</dt>"));
  const auto version = now().version;
  EXPECT_EQ(it.submit(page, {{"tetap", "false"}, {"bahasa", "Sunda\r\nJawa"}}).status, 303);
  EXPECT_EQ(now().version, version) << "the same in the lines of a form is no change";
  const auto wrong = it.submit(page, {{"tetap", "mungkin"}, {"bahasa", "Sunda\r\nBali"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_TRUE(wrong.says("id=\"error-tetap\""));
  EXPECT_TRUE(wrong.says(">\nSunda\r\nBali</textarea>")) << "what was typed is still there";
  EXPECT_EQ(it.submit(it.get("/account"), {{"tetap", ""}, {"bahasa", ""}}).status, 303);
  EXPECT_TRUE(now().attributes.empty());
}

TEST_F(AccountEndpoint, attributes_that_others_keep_are_shown_and_not_asked_for) {
  using enum users::AttributeType;
  using users::Viewer;
  const auto define = [&](const char* name, users::AttributeType type, Viewer seen_by) {
    ASSERT_TRUE(attributes_.define(act_, {.name = name, .type = type, .seen_by = seen_by}));
  };
  define("pangkat", text, Viewer::clients);
  define("anak", integer, Viewer::self);
  define("tetap", boolean, Viewer::self);
  define("jabatan", texts, Viewer::self);
  define("kosong", texts, Viewer::self);
  define("catatan", text, Viewer::administrator);
  define("lama", text, Viewer::self);
  const base::json::object values{{"pangkat", "Penata"},
                                  {"anak", 2},
                                  {"tetap", true},
                                  {"jabatan", base::json::array{"Camat", "Lurah"}},
                                  {"kosong", base::json::array{}},
                                  {"catatan", "rahasia"},
                                  {"lama", "sudah tiada"}};
  ASSERT_TRUE(users_.set(act_, users::Editor::administrator, ani_.id, {},
                         base::json::object{{"attributes", values}}));
  ASSERT_TRUE(attributes_.remove(act_, "lama"));
  auto it = logged_in("ani");
  const auto page = it.get("/account");
  for (const char* fact : {"<dt>pangkat</dt><dd>Penata</dd>", "<dt>anak</dt><dd>2</dd>",
                           "<dt>tetap</dt><dd>Ya</dd>", "<dt>jabatan</dt><dd>Camat, Lurah</dd>"}) {
    EXPECT_TRUE(page.says(fact)) << fact;
  }
  for (const char* absent : {"name=\"pangkat\"", "kosong", "catatan", "rahasia", "sudah tiada"}) {
    EXPECT_FALSE(page.says(absent)) << absent;
  }
  EXPECT_TRUE(it.get("/account?lang=en").says("<dt>tetap</dt><dd>Yes</dd>"));
  EXPECT_EQ(it.submit(page, {{"pangkat", "Pembina"}}).status, 400);
}

TEST_F(AccountEndpoint, LG12_a_new_password_needs_the_current_one_and_ends_the_others) {
  auto it = logged_in("ani");
  auto other = logged_in("ani");
  const auto before = it.cookie("gapura_session");
  const auto change = [&](const std::string& current, const std::string& wanted,
                          const std::string& again) {
    return it.submit(it.get("/account/password"),
                     {{"current", current}, {"password", wanted}, {"password_again", again}});
  };
  EXPECT_EQ(change("wrong", kNew, kNew).status, 422);
  EXPECT_EQ(change("", kNew, kNew).status, 422);
  EXPECT_EQ(change(kPassword, kNew, "other").status, 422);
  EXPECT_EQ(change(kPassword, "password", "password").status, 422);
  EXPECT_EQ(change(kPassword, "pendek", "pendek").status, 422);
  EXPECT_EQ(it.cookie("gapura_session"), before);
  EXPECT_FALSE(other.get("/account").says("name=\"identifier\""));
  EXPECT_EQ(count("password.set"), 1U);

  const auto done = change(kPassword, kNew, kNew);
  EXPECT_EQ(done.status, 303);
  EXPECT_EQ(it.follow(done).status, 200);
  EXPECT_FALSE(it.follow(done).says("name=\"identifier\""));
  EXPECT_TRUE(other.get("/account").says("name=\"identifier\"")) << "the other session has ended";
  EXPECT_NE(it.cookie("gapura_session"), before) << "AZ14: under a new value";
  auto thief = browser();
  thief.set_cookie("gapura_session", *before);
  EXPECT_TRUE(thief.get("/account").says("name=\"identifier\""));
  logged_in("ani", kNew);
}

TEST_F(AccountEndpoint, LG2_the_current_password_is_guessed_under_the_same_budget) {
  auto it = logged_in("ani");
  it.forget_cookies("gapura_devices");
  int wrong = 0;
  Page last;
  for (int i = 0; i < 8; ++i) {
    last = it.submit(it.get("/account/password"),
                     {{"current", "wrong"}, {"password", kNew}, {"password_again", kNew}});
    wrong += last.status == 422 ? 1 : 0;
  }
  EXPECT_EQ(wrong, 5);
  EXPECT_EQ(last.status, 429);
  EXPECT_TRUE(last.header("Retry-After"));
  auto stranger = browser();
  EXPECT_EQ(stranger.submit(stranger.get("/login"), typed("ani", kPassword)).status, 429);
}

TEST_F(AccountEndpoint, a_form_belongs_to_its_session) {
  auto it = logged_in("ani");
  auto other = logged_in("ani");
  const auto theirs = other.get("/account");
  EXPECT_EQ(it.submit(theirs, {{"name", "X"}}).status, 403);
  EXPECT_EQ(it.post("/account/profile", {{"name", "X"}}).status, 403);
  EXPECT_EQ(it.submit(it.get("/logout"), {}).status, 303);
  EXPECT_EQ(other.post("/logout", {}).status, 403);
  const auto page = other.get("/account");
  EXPECT_EQ(
      other.post("/logout", {{"csrf", support::forms_of(page).back().hidden[0].second}}).status,
      403)
      << "a token of another use";
}

TEST_F(AccountEndpoint, sessions_are_seen_and_ended) {
  auto it = logged_in("ani");
  it.say("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0");
  auto other = logged_in("ani");
  const auto other_id = sessions_.of(ani_.id)->front().id;
  const auto page = it.get("/account/sessions");
  EXPECT_TRUE(page.says("192.0.2.7"));
  EXPECT_TRUE(page.says(other_id.text()));
  EXPECT_EQ(it.submit(page, {{"end", other_id.text()}}).status, 303);
  EXPECT_TRUE(other.get("/account").says("name=\"identifier\""));
  EXPECT_EQ(it.submit(page, {{"end", other_id.text()}}).status, 404);
  EXPECT_EQ(it.submit(page, {{"end", "nonsense"}}).status, 404);
  auto third = logged_in("ani");
  EXPECT_EQ(it.submit(page, {{"end", "others"}}).status, 303);
  EXPECT_TRUE(third.get("/account").says("name=\"identifier\""));
  EXPECT_EQ(it.get("/account").status, 200);
}

TEST_F(AccountEndpoint, a_session_of_somebody_else_is_not_ended) {
  add_with_password("budi", kNew);
  auto it = logged_in("ani");
  auto theirs = logged_in("budi", kNew);
  const auto id = sessions_.of(users_.find("budi")->id)->front().id;
  const auto csrf = support::forms_of(it.get("/account/sessions")).back().hidden[0].second;
  EXPECT_EQ(it.post("/account/sessions/" + id.text() + "/end", {{"csrf", csrf}}).status, 404);
  EXPECT_FALSE(theirs.get("/account").says("name=\"identifier\""));
  const auto own = sessions_.of(ani_.id)->front().id;
  const auto ended = it.post("/account/sessions/" + own.text() + "/end", {{"csrf", csrf}});
  EXPECT_EQ(ended.location(), "/logged-out");
  EXPECT_FALSE(it.cookie("gapura_session"));
}

TEST_F(AccountEndpoint, logging_out_ends_the_session_and_can_be_done_twice) {
  auto it = logged_in("ani");
  const auto cookie = *it.cookie("gapura_session");
  const auto page = it.get("/logout");
  EXPECT_EQ(page.status, 200);
  const auto out = it.submit(page, {});
  EXPECT_EQ(out.status, 303);
  EXPECT_EQ(out.location(), "/logged-out");
  EXPECT_FALSE(it.cookie("gapura_session"));
  EXPECT_EQ(it.follow(out).status, 200);
  it.set_cookie("gapura_session", cookie);
  EXPECT_TRUE(it.get("/account").says("name=\"identifier\"")) << "the old value is dead";
  EXPECT_EQ(it.submit(page, {}).status, 303);
  EXPECT_EQ(it.get("/logout").location(), "/logged-out");
}

TEST_F(AccountEndpoint, LS6_logging_out_when_the_session_has_expired_ends_what_is_left_of_it) {
  for (const bool asked : {true, false}) {
    auto it = logged_in("ani");
    const auto page = it.get("/logout");
    const auto id = sessions_.of(ani_.id)->front().id;
    clock_.advance(sessions_.rules().idle);
    const auto before = book_.asked_to_end().size();
    const auto out = asked ? it.get("/logout") : it.submit(page, {});
    EXPECT_EQ(out.location(), "/logged-out");
    EXPECT_FALSE(it.cookie("gapura_session"));
    ASSERT_EQ(book_.asked_to_end().size(), before + 1);
    EXPECT_EQ(book_.asked_to_end().back(), id);
  }
  auto stranger = browser();
  stranger.set_cookie("gapura_session", std::string(43, 'A'));
  const auto before = book_.asked_to_end().size();
  EXPECT_EQ(stranger.get("/logout").location(), "/logged-out");
  EXPECT_EQ(book_.asked_to_end().size(), before);
}

TEST_F(AccountEndpoint, switching_to_another_person_ends_the_session_that_was_there) {
  add_with_password("budi", kNew);
  auto it = browser();
  const auto page = it.get("/login");
  clock_.advance(std::chrono::seconds(1));
  auto other_tab = it.get("/login");
  EXPECT_EQ(it.submit(other_tab, typed("ani", kPassword)).status, 303);
  const auto anis = *it.cookie("gapura_session");
  EXPECT_EQ(it.submit(page, typed("budi", kNew)).status, 303);
  EXPECT_TRUE(it.get("/account").says("budi"));
  it.set_cookie("gapura_session", anis);
  EXPECT_TRUE(it.get("/account").says("name=\"identifier\""));
}

TEST_F(AccountEndpoint,
       CK8_a_form_from_before_the_password_was_changed_says_so_and_can_be_loaded_again) {
  auto it = logged_in("ani");
  const auto tab = it.get("/account/password");
  const auto sessions = it.get("/account/sessions");
  const auto other_tab = it.get("/account/password");
  ASSERT_EQ(
      it.submit(other_tab, {{"current", kPassword}, {"password", kNew}, {"password_again", kNew}})
          .status,
      303);
  const auto behind =
      it.submit(tab, {{"current", kNew}, {"password", kPassword}, {"password_again", kPassword}});
  EXPECT_EQ(behind.status, 403);
  EXPECT_TRUE(behind.says("sudah tertinggal")) << behind.body;
  EXPECT_TRUE(behind.says("href=\"/account/password\"")) << behind.body;
  const auto csrf = support::forms_of(sessions).back().hidden[0].second;
  EXPECT_TRUE(
      it.post("/account/sessions/end-others", {{"csrf", csrf}}).says("href=\"/account/sessions\""));
  EXPECT_EQ(it.submit(it.get("/account/password"),
                      {{"current", kNew}, {"password", kPassword}, {"password_again", kPassword}})
                .status,
            303);
}

class SetupEndpoint : public PeopleTest {
 protected:
  std::string link() {
    auto proof = setup_gate_.check().value();
    const auto voucher = mint_->link({.setup = *proof}, {.actor = "cli"}).value();
    return "/setup?code=" + std::string(voucher.value.reveal_text());
  }
  static support::Fields filled(const std::string& username = "kepala") {
    return {{"username", username},
            {"name", "Kepala Dinas"},
            {"email", "kepala@example.test"},
            {"password", kNew},
            {"password_again", kNew}};
  }
};

TEST_F(SetupEndpoint, the_link_makes_the_first_administrator_once) {
  auto it = browser();
  const auto page = it.get(link());
  EXPECT_EQ(page.status, 200);
  const auto second_link = link();
  const auto done = it.submit(page, filled());
  EXPECT_EQ(done.status, 303);
  EXPECT_EQ(it.follow(done).status, 200);
  EXPECT_TRUE(users_.is_administrator(users_.find("kepala")->id).value());
  logged_in("kepala", kNew);
  EXPECT_EQ(it.submit(page, filled("dua")).status, 410);
  EXPECT_EQ(it.get(second_link).status, 410);
  EXPECT_FALSE(users_.find("dua"));
}

TEST_F(SetupEndpoint, what_is_filled_in_wrong_does_not_spend_the_link) {
  add_with_password("ada", kPassword);
  auto it = browser();
  const auto page = it.get(link());
  const auto with = [&](const std::string& field, const std::string& value) {
    auto fields = filled();
    for (auto& [name, each] : fields) {
      each = name == field ? value : each;
    }
    return it.submit(page, fields);
  };
  EXPECT_EQ(with("username", "").status, 422);
  EXPECT_EQ(with("username", "a b c").status, 422);
  EXPECT_EQ(with("username", "ADA").status, 422);
  EXPECT_EQ(with("email", "nonsense").status, 422);
  EXPECT_EQ(with("password_again", "other").status, 422);
  for (auto fields : {filled()}) {
    fields[3].second = fields[4].second = "password";
    EXPECT_EQ(it.submit(page, fields).status, 422);
  }
  EXPECT_EQ(it.submit(page, filled()).status, 303);
}

TEST_F(SetupEndpoint, a_link_that_is_none_makes_nobody) {
  auto it = browser();
  EXPECT_EQ(it.get("/setup").status, 403);
  EXPECT_EQ(it.submit(it.get("/setup?code=guessed"), filled()).status, 403);
  const auto page = it.get(link());
  clock_.advance(std::chrono::minutes(61));
  EXPECT_EQ(it.submit(page, filled()).status, 403);
  EXPECT_FALSE(users_.find("kepala"));
}

TEST_F(SetupEndpoint, LG1_who_has_no_link_learns_nothing_and_is_slowed) {
  add_with_password("ada", kPassword);
  auto it = browser();
  const auto page = it.get("/setup?code=guessed");
  const auto taken = it.submit(page, filled("ada"));
  const auto untaken = it.submit(page, filled("siapa"));
  auto weak = filled("ada");
  weak[3].second = weak[4].second = "password";
  const auto refused = it.submit(page, weak);
  EXPECT_EQ(taken.status, 403);
  EXPECT_EQ(taken.body, untaken.body);
  EXPECT_EQ(taken.body, refused.body) << "be it a password that would not do";
  for (int i = 0; i < 20; ++i) {
    it.submit(page, filled("ada"));
  }
  EXPECT_EQ(count("setup_link.unknown"), 5U) << "nobody fills the trail with it";
  const auto slowed = it.submit(page, filled("ada"));
  EXPECT_EQ(slowed.status, 429);
  EXPECT_TRUE(slowed.header("Retry-After"));
  EXPECT_EQ(it.submit(it.get(link()), filled()).status, 303) << "who has one is not slowed";
}

TEST_F(SetupEndpoint, of_many_links_used_at_once_one_makes_an_account) {
  std::vector<Page> pages;
  for (int i = 0; i < 8; ++i) {
    pages.push_back(browser().get(link()));
  }
  std::atomic<int> made = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        auto own = browser();
        made += own.submit(pages[static_cast<std::size_t>(i)], filled("kepala" + std::to_string(i)))
                            .status == 303
                    ? 1
                    : 0;
      });
    }
  }
  EXPECT_EQ(made, 1);
  EXPECT_EQ(people_.holders(users::Grant::administrator)->size(), 1U);
  EXPECT_EQ(count("user.added"), 1U) << "who came too late left nobody behind";
}

TEST_F(SetupEndpoint, of_many_that_use_the_link_at_once_one_is_the_administrator) {
  auto it = browser();
  const auto page = it.get(link());
  std::atomic<int> made = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        auto own = browser();
        made += own.submit(page, filled("kepala" + std::to_string(i))).status == 303 ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(made, 1);
  EXPECT_EQ(people_.holders(users::Grant::administrator)->size(), 1U);
  EXPECT_EQ(count("user.added"), 1U);
}

}  // namespace
}  // namespace endpoints
