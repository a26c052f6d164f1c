#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "app/commands/given.h"
#include "app/commands/people_beside.h"
#include "app/outbound.h"
#include "app/provider_line.h"
#include "app/text_table.h"
#include "federation/departures.h"
#include "federation/examination.h"
#include "federation/providers.h"
#include "federation/upstreams.h"

namespace app {
namespace {

using federation::Provider;
using federation::Providers;

// As the server that runs beside it says who it is.
std::string issuer_of(const Settings& settings) {
  return settings.issuer.empty() ? "http://localhost:" + std::to_string(settings.listen.port)
                                 : settings.issuer;
}

// The directory of providers beside a running server.
class ProvidersBeside {
 public:
  static base::Result<std::unique_ptr<ProvidersBeside>> open(Context& context) {
    std::unique_ptr<ProvidersBeside> beside(new ProvidersBeside(context));
    TRY_VAL(store, Store::open({context.config.settings, context.environment, context.clock,
                                context.random, beside->quiet_.log()},
                               Opening::beside));
    beside->store_ = std::move(store);
    beside->providers_.emplace(
        Providers::Parts{.store = beside->store_->database().providers(),
                         .identities = beside->store_->database().identities(),
                         .addresses = beside->addresses_,
                         .sessions = beside->store_->database().book(),
                         .clock = context.clock,
                         .random = context.random,
                         .sealer = beside->store_->sealer()});
    return beside;
  }

  Providers& providers() { return *providers_; }
  const crypto::Sealer& sealer() { return store_->sealer(); }

 private:
  explicit ProvidersBeside(const Context& context)
      : quiet_(context.clock),
        addresses_(
            outbound_options(context.config.settings.outbound, issuer_of(context.config.settings)),
            issuer_of(context.config.settings)) {}

  QuietLog quiet_;
  const ProviderAddresses addresses_;
  std::unique_ptr<Store> store_;
  std::optional<Providers> providers_;
};

constexpr std::array kOptions{OptionFor{"provider.name", "--name"},
                              OptionFor{"provider.name.reserved", "--name"},
                              OptionFor{"provider.preset", "--preset"},
                              OptionFor{"provider.title", "--title"},
                              OptionFor{"provider.issuer", "--issuer"},
                              OptionFor{"provider.client_id", "--client-id"},
                              OptionFor{"provider.secret", "--client-secret-stdin"},
                              OptionFor{"provider.key_algorithm", "--key-alg"},
                              OptionFor{"provider.scopes", "--scope"},
                              OptionFor{"provider.authorize_url", "--authorize-url"},
                              OptionFor{"provider.token_url", "--token-url"},
                              OptionFor{"provider.userinfo_url", "--userinfo-url"},
                              OptionFor{"provider.mapping", "--map"}};

base::Result<Provider> find(Providers& providers, const std::string& name) {
  return naming_what(providers.show(name), "failure.no_provider", name);
}

std::string called(const Provider& provider) { return provider.title + " (" + provider.name + ")"; }

base::json::object json_of(const Context& context, const Provider& provider) {
  auto json = to_json(provider);
  json["callback"] = federation::callback_of(issuer_of(context.config.settings), provider.name);
  return json;
}

base::Result<std::optional<federation::Mapping>> mapping_in(const Context& context) {
  const auto text = text_of(context, "--map");
  if (!text) {
    return std::optional<federation::Mapping>();
  }
  federation::Mapping mapping;
  for (const std::string& line : lines_of(*text)) {
    const auto equals = line.find('=');
    if (equals == std::string::npos || equals == 0) {
      return refuse(fill("failure.map", {{"text", line}}));
    }
    mapping[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return std::optional(std::move(mapping));
}

base::Result<std::optional<std::int64_t>> position_in(const Context& context) {
  const auto text = text_of(context, "--position");
  if (!text) {
    return std::optional<std::int64_t>();
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || end != text->data() + text->size()) {
    return refuse(fill("failure.position", {{"text", *text}}));
  }
  return std::optional(number);
}

base::Result<federation::Wishes> wishes_in(const Context& context) {
  federation::Wishes wishes{.title = text_of(context, "--title"),
                            .issuer = text_of(context, "--issuer"),
                            .client_id = text_of(context, "--client-id"),
                            .key_algorithm = text_of(context, "--key-alg"),
                            .authorize_url = text_of(context, "--authorize-url"),
                            .token_url = text_of(context, "--token-url"),
                            .userinfo_url = text_of(context, "--userinfo-url")};
  TRY_VAL(auth,
          named(context, "--auth-method", &federation::client_auth_from, "expected.provider_auth"));
  wishes.auth = auth;
  if (const auto scopes = text_of(context, "--scope")) {
    wishes.scopes = lines_of(*scopes);
  }
  TRY_VAL(mapping, mapping_in(context));
  TRY_VAL(position, position_in(context));
  TRY_VAL(signup, choice(context, "--signup", "--no-signup"));
  TRY_VAL(enabled, choice(context, "--enable", "--disable"));
  wishes.mapping = std::move(mapping);
  wishes.position = position;
  wishes.signup = signup;
  wishes.enabled = enabled;
  wishes.sure = context.arguments.contains("--yes");
  if (context.arguments.contains("--client-secret-stdin")) {
    TRY_VAL(secret, read_password("--client-secret-stdin"));
    wishes.secret = std::move(secret);
  }
  return wishes;
}

// Of who has closed a provider or has it closed: what becomes of those who are logged in by it.
base::Done end_sessions(Context& context, ProvidersBeside& beside, const Provider& provider,
                        Answer& answer, Words if_not) {
  if (!context.arguments.contains("--end-sessions")) {
    answer.text += fill(if_not, {{"name", provider.name}}) + "\n";
    return {};
  }
  TRY_VAL(ended, beside.providers().end_sessions(by_operator(), provider));
  answer.json.get_object()["ended"] = ended;
  answer.text += fill("provider.sessions_ended", {{"count", std::to_string(ended)}}) + "\n";
  return {};
}

// Not a table: a compiler looks up so many words at a time and no more.
Words words_for(federation::Flaw flaw) {
  switch (flaw) {
    using enum federation::Flaw;
    case no_answer:
      return "provider_flaw.no_answer";
    case nothing_there:
      return "provider_flaw.nothing_there";
    case no_code:
      return "provider_flaw.no_code";
    case no_s256:
      return "provider_flaw.no_s256";
    case no_client_auth:
      return "provider_flaw.no_client_auth";
    case no_client_alg:
      return "provider_flaw.no_client_alg";
    case no_id_token_alg:
      return "provider_flaw.no_id_token_alg";
    case client_refused:
      return "provider_flaw.client_refused";
    case client_forbidden:
      return "provider_flaw.client_forbidden";
    case callback_refused:
      return "provider_flaw.callback_refused";
    case pkce_unsaid:
      return "provider_flaw.pkce_unsaid";
    case scope_unsaid:
      return "provider_flaw.scope_unsaid";
    case client_untold:
      return "provider_flaw.client_untold";
  }
  std::unreachable();
}

std::string words_of(const federation::Finding& finding, const Provider& provider,
                     const std::string& callback) {
  return fill(words_for(finding.flaw), {{"said", finding.said},
                                        {"ours", to_string(provider.auth)},
                                        {"algorithm", provider.key_algorithm},
                                        {"name", provider.name},
                                        {"callback", callback}});
}

std::vector<federation::Finding> examine(Context& context, ProvidersBeside& beside,
                                         const Provider& provider) {
  const Settings& settings = context.config.settings;
  const std::string issuer = issuer_of(settings);
  http::outbound::Client client(outbound_options(settings.outbound, issuer));
  ProviderLine line(client, issuer);
  federation::Upstreams upstreams(line, context.clock);
  federation::Exchange exchange(
      {.line = line, .sealer = beside.sealer(), .clock = context.clock, .random = context.random});
  return federation::Examination({.line = line,
                                  .upstreams = upstreams,
                                  .exchange = exchange,
                                  .random = context.random,
                                  .issuer = issuer})
      .of(provider);
}

}  // namespace

base::Result<Answer> run_provider_add(Context& context) {
  federation::NewProvider wanted{.name = text_of(context, "--name").value_or(""),
                                 .preset = text_of(context, "--preset").value_or("")};
  TRY_VAL(kind, named(context, "--kind", &federation::kind_from, "expected.provider_kind"));
  wanted.kind = kind.value_or(wanted.kind);
  TRY_VAL(wishes, wishes_in(context));
  wanted.wishes = std::move(wishes);
  TRY_VAL(beside, ProvidersBeside::open(context));
  TRY_VAL(provider, naming_the_option(beside->providers().add(by_operator(), wanted), kOptions));
  auto json = json_of(context, provider);
  const std::string callback(json["callback"].get_string());
  return Answer{
      std::move(json),
      fill("provider.added", {{"provider", called(provider)}, {"callback", callback}}) + "\n"};
}

base::Result<Answer> run_provider_list(Context& context) {
  TRY_VAL(beside, ProvidersBeside::open(context));
  TRY_VAL(all, beside->providers().list());
  base::json::array list;
  TextTable table(
      {fill("column.provider"), fill("column.name"), fill("column.state"), fill("column.issuer")});
  for (const Provider& provider : all) {
    table.add({provider.name, provider.title, provider.enabled ? "enabled" : "disabled",
               provider.issuer});
    list.push_back(json_of(context, provider));
  }
  return Answer{base::json::object{{"providers", std::move(list)}}, table.text()};
}

base::Result<Answer> run_provider_show(Context& context) {
  TRY_VAL(beside, ProvidersBeside::open(context));
  TRY_VAL(provider, find(beside->providers(), context.operands.front()));
  auto json = json_of(context, provider);
  TextTable table({fill("column.field"), fill("column.value")});
  for (const auto& [name, value] : json) {
    const auto* text = value.if_string();
    table.add({std::string(name), text != nullptr ? std::string(*text) : base::to_text(value)});
  }
  return Answer{std::move(json), table.text()};
}

base::Result<Answer> run_provider_set(Context& context) {
  TRY(check_any(context, "provider set"));
  TRY_VAL(wishes, wishes_in(context));
  TRY_VAL(beside, ProvidersBeside::open(context));
  TRY_VAL(before, find(beside->providers(), context.operands.front()));
  TRY_VAL(provider,
          naming_the_option(beside->providers().set(by_operator(), before.name, wishes), kOptions));
  Answer answer{json_of(context, provider),
                fill("provider.changed", {{"provider", called(provider)}}) + "\n"};
  if (wishes.enabled == false || context.arguments.contains("--end-sessions")) {
    TRY(end_sessions(context, *beside, provider, answer, "provider.sessions_go_on"));
  }
  return answer;
}

base::Result<Answer> run_provider_test(Context& context) {
  TRY_VAL(beside, ProvidersBeside::open(context));
  TRY_VAL(provider, find(beside->providers(), context.operands.front()));
  auto json = json_of(context, provider);
  const std::string callback(json["callback"].get_string());
  std::string reason;
  std::string notes;
  base::json::array doubts;
  for (const federation::Finding& finding : examine(context, *beside, provider)) {
    const std::string words = words_of(finding, provider, callback);
    if (keeps_people_out(finding.flaw)) {
      reason += (reason.empty() ? "" : "\n") + words;
    } else {
      doubts.emplace_back(words);
      notes += words + "\n";
    }
  }
  json["sound"] = reason.empty();
  json["doubts"] = std::move(doubts);
  if (!reason.empty()) {
    json["reason"] = reason;
    return Answer{
        std::move(json),
        fill("failure.provider_test", {{"provider", called(provider)}, {"reason", reason}}) + "\n" +
            notes,
        ExitCode::failed};
  }
  return Answer{std::move(json),
                fill("provider.sound", {{"provider", called(provider)}}) + "\n" + notes};
}

base::Result<Answer> run_provider_delete(Context& context) {
  TRY_VAL(beside, ProvidersBeside::open(context));
  TRY_VAL(provider, find(beside->providers(), context.operands.front()));
  if (!context.arguments.contains("--yes")) {
    return refuse(fill("failure.provider_delete", {{"provider", called(provider)}}));
  }
  TRY(beside->providers().remove(by_operator(), provider.name));
  Answer answer{base::json::object{{"name", provider.name}, {"deleted", true}},
                fill("provider.deleted", {{"provider", called(provider)}}) + "\n"};
  TRY(end_sessions(context, *beside, provider, answer, "provider.sessions_left"));
  return answer;
}

}  // namespace app
