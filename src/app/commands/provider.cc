#include <charconv>
#include <optional>

#include "app/commands/given.h"
#include "app/commands/people_beside.h"
#include "app/outbound.h"
#include "app/provider_line.h"
#include "app/text_table.h"
#include "federation/departures.h"
#include "federation/providers.h"
#include "federation/upstreams.h"

namespace app {
namespace {

using federation::Provider;
using federation::Providers;

// The directory of providers beside a running server.
class ProvidersBeside {
 public:
  static base::Result<std::unique_ptr<ProvidersBeside>> open(Context& context) {
    std::unique_ptr<ProvidersBeside> beside(new ProvidersBeside(context.clock));
    TRY_VAL(store, Store::open({context.config.settings, context.environment, context.clock,
                                context.random, beside->quiet_.log()},
                               Opening::beside));
    beside->store_ = std::move(store);
    beside->providers_.emplace(
        Providers::Parts{.store = beside->store_->database().providers(),
                         .identities = beside->store_->database().identities(),
                         .clock = context.clock,
                         .random = context.random,
                         .sealer = beside->store_->sealer()});
    return beside;
  }

  Providers& providers() { return *providers_; }

 private:
  explicit ProvidersBeside(const base::Clock& clock) : quiet_(clock) {}

  QuietLog quiet_;
  std::unique_ptr<Store> store_;
  std::optional<Providers> providers_;
};

std::string called(const Provider& provider) { return provider.title + " (" + provider.name + ")"; }

// As the server that runs beside it says who it is.
std::string issuer_of(const Settings& settings) {
  return settings.issuer.empty() ? "http://localhost:" + std::to_string(settings.listen.port)
                                 : settings.issuer;
}

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
  if (const auto text = text_of(context, "--auth-method")) {
    wishes.auth = federation::client_auth_from(*text);
    if (!wishes.auth) {
      return refuse(fill("failure.provider_auth", {{"text", *text}}));
    }
  }
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
    TRY_VAL(secret, read_password());
    wishes.secret = std::move(secret);
  }
  return wishes;
}

}  // namespace

base::Result<Answer> run_provider_add(Context& context) {
  federation::NewProvider wanted{.name = text_of(context, "--name").value_or(""),
                                 .preset = text_of(context, "--preset").value_or("")};
  if (const auto text = text_of(context, "--kind")) {
    const auto kind = federation::kind_from(*text);
    if (!kind) {
      return refuse(fill("failure.provider_kind", {{"text", *text}}));
    }
    wanted.kind = *kind;
  }
  TRY_VAL(wishes, wishes_in(context));
  wanted.wishes = std::move(wishes);
  TRY_VAL(beside, ProvidersBeside::open(context));
  TRY_VAL(provider, beside->providers().add(by_operator(), wanted));
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
  TRY_VAL(provider, beside->providers().show(context.operands.front()));
  auto json = json_of(context, provider);
  TextTable table({fill("column.field"), fill("column.value")});
  for (const auto& [name, value] : json) {
    const auto* text = value.if_string();
    table.add(
        {std::string(name), text != nullptr ? std::string(*text) : base::json::serialize(value)});
  }
  return Answer{std::move(json), table.text()};
}

base::Result<Answer> run_provider_set(Context& context) {
  TRY_VAL(wishes, wishes_in(context));
  TRY_VAL(beside, ProvidersBeside::open(context));
  TRY_VAL(provider, beside->providers().set(by_operator(), context.operands.front(), wishes));
  return Answer{json_of(context, provider),
                fill("provider.changed", {{"provider", called(provider)}}) + "\n"};
}

base::Result<Answer> run_provider_test(Context& context) {
  TRY_VAL(beside, ProvidersBeside::open(context));
  TRY_VAL(provider, beside->providers().show(context.operands.front()));
  const Settings& settings = context.config.settings;
  const std::string issuer = issuer_of(settings);
  http::outbound::Client client(outbound_options(settings.outbound, issuer));
  ProviderLine line(client, issuer);
  federation::Upstreams upstreams(line, context.clock);
  auto json = json_of(context, provider);
  if (const auto sound = upstreams.test(provider); !sound) {
    std::string reason = sound.error().description;
    if (!sound.error().detail.empty()) {
      reason += " (" + sound.error().detail + ")";
    }
    json["sound"] = false;
    json["reason"] = reason;
    return Answer{
        std::move(json),
        fill("failure.provider_test", {{"provider", called(provider)}, {"reason", reason}}) + "\n",
        ExitCode::failed};
  }
  json["sound"] = true;
  return Answer{std::move(json), fill("provider.sound", {{"provider", called(provider)}}) + "\n"};
}

base::Result<Answer> run_provider_delete(Context& context) {
  TRY_VAL(beside, ProvidersBeside::open(context));
  TRY_VAL(provider, beside->providers().show(context.operands.front()));
  if (!context.arguments.contains("--yes")) {
    return refuse(fill("failure.provider_delete", {{"provider", called(provider)}}));
  }
  TRY(beside->providers().remove(by_operator(), provider.name));
  return Answer{base::json::object{{"name", provider.name}, {"deleted", true}},
                fill("provider.deleted", {{"provider", called(provider)}}) + "\n"};
}

}  // namespace app
