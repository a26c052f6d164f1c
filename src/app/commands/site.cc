#include <array>
#include <optional>

#include "app/commands/given.h"
#include "app/commands/people_beside.h"
#include "app/text_table.h"
#include "redirect_sso/sites.h"

namespace app {
namespace {

using redirect_sso::Site;
using redirect_sso::SiteId;
using redirect_sso::Sites;

// The clauses by which an address is refused.
constexpr std::string_view kAddress = "site.url";
constexpr std::array kOptions{
    OptionFor{"site.name", "--name"}, OptionFor{"site.urls", "--redirect-url"},
    OptionFor{"site.secret", "--needs-secret"}, OptionFor{"site.grace", "--grace"}};

// The directory of sites beside a running server.
class SitesBeside {
 public:
  static base::Result<std::unique_ptr<SitesBeside>> open(Context& context) {
    std::unique_ptr<SitesBeside> beside(new SitesBeside(context));
    TRY_VAL(store, Store::open({context.config.settings, context.environment, context.clock,
                                context.random, beside->quiet_.log()},
                               Opening::beside));
    beside->store_ = std::move(store);
    beside->sites_.emplace(
        Sites::Parts{.store = beside->store_->database().sites(),
                     .clock = context.clock,
                     .random = context.random,
                     .ids = beside->ids_,
                     .sealer = beside->store_->sealer(),
                     .plain = redirect_sso::plain_http_for(context.config.settings.issuer)});
    return beside;
  }

  Sites& sites() { return *sites_; }
  redirect_sso::VisitStore& visits() { return store_->database().visits(); }

 private:
  explicit SitesBeside(const Context& context)
      : quiet_(context.clock), ids_(context.clock, context.random) {}

  QuietLog quiet_;
  base::IdSource ids_;
  std::unique_ptr<Store> store_;
  std::optional<Sites> sites_;
};

base::Result<SiteId> asked_for(const Context& context) {
  const auto id = SiteId::parse(context.operands.front());
  if (!id) {
    return refuse(fill("failure.site", {{"text", context.operands.front()}}));
  }
  return *id;
}

// What stands between a site and its logouts; empty when nothing does.
std::string logout_words(const Site& site) {
  return logout_state(site) == redirect_sso::LogoutState::no_key
             ? fill("site.no_logout_key", {{"id", site.id.text()}}) + "\n"
             : std::string();
}

std::string waiting_words(const redirect_sso::Waiting& waiting) {
  if (!waiting.since) {
    return {};
  }
  const std::string count = std::to_string(waiting.count);
  const std::string since = base::to_iso8601(*waiting.since);
  const auto words = waiting.failure.empty()
                         ? fill("site.logouts_waiting", {{"count", count}, {"since", since}})
                         : fill("site.logouts_waiting_after",
                                {{"count", count}, {"since", since}, {"failure", waiting.failure}});
  return words + "\n";
}

base::json::object json_of(const redirect_sso::Waiting& waiting) {
  return {{"count", waiting.count},
          {"since", waiting.since ? base::json::value(base::to_iso8601(*waiting.since))
                                  : base::json::value()},
          {"failure", waiting.failure}};
}

template <class T>
base::Result<T> explained(base::Result<T> result) {
  return naming_the_address(
      naming_the_option(naming_the_option(std::move(result), kOptions), kLookOptionFor), kAddress);
}

base::Result<Site> find(Sites& sites, const SiteId& id) {
  return naming_what(sites.show(id), "failure.no_site", id.text());
}

std::string called(const Site& site) { return site.name + " (" + site.id.text() + ")"; }

Answer answer_with(const redirect_sso::WithSecret& with_secret, Words words) {
  Made made{.json = to_json(with_secret.site),
            .text = fill(words, {{"site", called(with_secret.site)}}) + "\n"};
  show_secret(made, "secret", with_secret.secret, "site.secret");
  return Answer{std::move(made.json), made.text + logout_words(with_secret.site)};
}

}  // namespace

base::Result<Answer> run_site_add(Context& context) {
  TRY(check_given(context, "--name"));
  TRY(check_given(context, "--redirect-url"));
  TRY_VAL(beside, SitesBeside::open(context));
  TRY_VAL(made, explained(beside->sites().add(
                    by_operator(),
                    {.name = text_of(context, "--name").value_or(""),
                     .redirect_urls = lines_of(text_of(context, "--redirect-url").value_or("")),
                     .logout_url = text_of(context, "--logout-url").value_or(""),
                     .logo_url = text_of(context, "--logo").value_or(""),
                     .look = redirect_sso::changed({}, look_of(context)),
                     .needs_secret = !context.arguments.contains("--no-secret"),
                     .allows_administrators = context.arguments.contains("--allow-admins")})));
  return answer_with(made, "site.added");
}

base::Result<Answer> run_site_list(Context& context) {
  TRY_VAL(beside, SitesBeside::open(context));
  TRY_VAL(all, beside->sites().list());
  base::json::array list;
  TextTable table({fill("column.site"), fill("column.name"), fill("column.state"),
                   fill("column.redirect_urls")});
  for (const Site& site : all) {
    table.add({site.id.text(), site.name, site.enabled ? "enabled" : "disabled",
               side_by_side(site.redirect_urls)});
    list.push_back(to_json(site));
  }
  return Answer{base::json::object{{"sites", std::move(list)}}, table.text()};
}

base::Result<Answer> run_site_show(Context& context) {
  TRY_VAL(id, asked_for(context));
  TRY_VAL(beside, SitesBeside::open(context));
  TRY_VAL(site, find(beside->sites(), id));
  TRY_VAL(waiting, beside->visits().waiting(id));
  auto json = to_json(site);
  auto text = table_of(json) + logout_words(site) + waiting_words(waiting);
  json["logouts_waiting"] = json_of(waiting);
  return Answer{std::move(json), std::move(text)};
}

base::Result<Answer> run_site_set(Context& context) {
  TRY_VAL(id, asked_for(context));
  TRY(check_any(context, "site set"));
  TRY_VAL(enabled, choice(context, "--enable", "--disable"));
  TRY_VAL(needs_secret, choice(context, "--needs-secret", "--no-secret"));
  TRY_VAL(admins, choice(context, "--allow-admins", "--no-admins"));
  redirect_sso::SiteChanges changes{.name = text_of(context, "--name"),
                                    .logout_url = text_of(context, "--logout-url"),
                                    .logo_url = text_of(context, "--logo"),
                                    .look = look_of(context),
                                    .needs_secret = needs_secret,
                                    .allows_administrators = admins,
                                    .enabled = enabled};
  if (const auto urls = text_of(context, "--redirect-url")) {
    changes.redirect_urls = lines_of(*urls);
  }
  TRY_VAL(beside, SitesBeside::open(context));
  TRY_VAL(before, find(beside->sites(), id));
  TRY_VAL(site, explained(beside->sites().set(by_operator(), before.id, changes)));
  return Answer{to_json(site),
                fill("site.changed", {{"site", called(site)}}) + "\n" + logout_words(site)};
}

base::Result<Answer> run_site_rotate_secret(Context& context) {
  TRY_VAL(id, asked_for(context));
  TRY_VAL(grace, grace_of(context));
  TRY_VAL(beside, SitesBeside::open(context));
  TRY_VAL(before, find(beside->sites(), id));
  TRY_VAL(made, explained(beside->sites().rotate_secret(by_operator(), before.id, grace)));
  return answer_with(made, "site.secret_rotated");
}

base::Result<Answer> run_site_delete(Context& context) {
  TRY_VAL(id, asked_for(context));
  TRY_VAL(beside, SitesBeside::open(context));
  TRY_VAL(site, find(beside->sites(), id));
  if (!context.arguments.contains("--yes")) {
    return refuse(fill("failure.site_delete", {{"site", called(site)}}));
  }
  TRY(beside->sites().remove(by_operator(), id));
  return Answer{base::json::object{{"site_id", id.text()}, {"deleted", true}},
                fill("site.deleted", {{"site", called(site)}}) + "\n"};
}

}  // namespace app
