#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>

#include "app/commands/given.h"
#include "app/commands/people_beside.h"
#include "app/text_table.h"
#include "oauth/registry/clients.h"
#include "oauth/registry/credentials.h"
#include "oauth/scope/scope.h"

namespace app {
namespace {

using oauth::Client;
using oauth::ClientId;
using oauth::Clients;

// The clauses by which an address is refused.
constexpr std::string_view kAddress = "RFC6749-";
constexpr std::array kOptions{
    OptionFor{"client.name", "--name"},
    OptionFor{"client.redirect_uris", "--redirect-uri"},
    OptionFor{"client.post_logout_redirect_uris", "--post-logout-redirect"},
    OptionFor{"client.auth_method", "--auth-method"},
    OptionFor{"client.jwks", "--jwks"},
    OptionFor{"client.response_modes", "--response-mode"},
    OptionFor{"client.scopes", "--scope"},
    OptionFor{"client.grants", "--redirect-uri"},
    OptionFor{"client.grace", "--grace"},
    OptionFor{"RFC6749-1.5", "--refresh"},
    OptionFor{"RFC6749-3.3", "--scope"},
    OptionFor{"RFC6749-4.4", "--client-credentials"},
    OptionFor{"RFC9700-2.1.1", "--no-pkce"}};

// The directory of clients beside a running server.
class ClientsBeside {
 public:
  static base::Result<std::unique_ptr<ClientsBeside>> open(Context& context) {
    std::unique_ptr<ClientsBeside> beside(new ClientsBeside(context));
    TRY_VAL(store, Store::open({context.config.settings, context.environment, context.clock,
                                context.random, beside->quiet_.log()},
                               Opening::beside));
    beside->store_ = std::move(store);
    beside->clients_.emplace(
        Clients::Parts{.store = beside->store_->database().clients(),
                       .clock = context.clock,
                       .random = context.random,
                       .ids = beside->ids_,
                       .sealer = beside->store_->sealer(),
                       .plain = redirect_sso::plain_http_for(context.config.settings.issuer)});
    return beside;
  }

  Clients& clients() { return *clients_; }

 private:
  explicit ClientsBeside(const Context& context)
      : quiet_(context.clock), ids_(context.clock, context.random) {}

  QuietLog quiet_;
  base::IdSource ids_;
  std::unique_ptr<Store> store_;
  std::optional<Clients> clients_;
};

base::Result<ClientId> asked_for(const Context& context) {
  const auto id = ClientId::parse(context.operands.front());
  if (!id) {
    return refuse(fill("failure.client", {{"text", context.operands.front()}}));
  }
  return *id;
}

// "--scope openid --scope 'profile email'"
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find_first_of(" \n"));
    if (!word.empty()) {
      words.emplace_back(word);
    }
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return words;
}

// Without one every request of a client would be refused.
std::vector<std::string> usual_scopes(oauth::Profile profile) {
  return {profile == oauth::Profile::sso ? "view-user" : "openid"};
}

std::string called(const Client& client) { return client.name + " (" + client.id.text() + ")"; }

Answer answer_with(const oauth::ClientWithSecret& with_secret, Words words) {
  Made made{.json = to_json(with_secret.client),
            .text = fill(words, {{"client", called(with_secret.client)}}) + "\n"};
  show_secret(made, "client_secret", with_secret.secret, "client.secret");
  return Answer{std::move(made.json), std::move(made.text)};
}

// The text of a file that an option names.
base::Result<std::optional<std::string>> file_in(const Context& context, std::string_view option) {
  const auto path = text_of(context, option);
  if (!path) {
    return std::optional<std::string>();
  }
  std::ifstream file(*path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.is_open() || file.bad()) {
    return refuse(fill("failure.file", {{"option", option}, {"text", *path}}));
  }
  return std::optional(std::move(text));
}

base::Result<std::optional<std::string>> keys_in(const Context& context) {
  TRY_VAL(text, file_in(context, "--jwks"));
  if (text && !text->empty()) {
    if (auto keys = oauth::client_keys(*text); !keys) {
      keys.error().description.insert(0, "--jwks: ");
      return std::unexpected(std::move(keys).error());
    }
  }
  return text;
}

base::Result<std::optional<oauth::AuthMethod>> method_in(const Context& context) {
  return named(context, "--auth-method", &oauth::auth_method_from, "expected.auth_method");
}

base::Result<std::optional<oauth::AccessTokens>> form_in(const Context& context) {
  return named(context, "--access-token", &oauth::access_tokens_from, "expected.access_token");
}

base::Result<std::optional<std::vector<oauth::ResponseMode>>> modes_in(const Context& context) {
  const auto text = text_of(context, "--response-mode");
  if (!text) {
    return std::optional<std::vector<oauth::ResponseMode>>();
  }
  std::vector<oauth::ResponseMode> modes;
  for (const std::string& line : lines_of(*text)) {
    const auto mode = oauth::response_mode_from(line);
    if (!mode) {
      return refuse(fill("failure.option", {{"option", "--response-mode"},
                                            {"expected", fill("expected.response_mode")},
                                            {"text", line}}));
    }
    modes.push_back(*mode);
  }
  return std::optional(std::move(modes));
}

base::Result<std::optional<oauth::Profile>> profile_in(const Context& context) {
  return named(context, "--profile", &oauth::profile_from, "expected.profile");
}

// One that there are keys for.
base::Result<std::optional<crypto::SignatureAlgorithm>> algorithm_in(const Context& context) {
  TRY_VAL(algorithm,
          named(context, "--id-token-alg", &crypto::signature_algorithm, "expected.id_token_alg"));
  const auto& signing = context.config.settings.keys.algorithms;
  if (algorithm && std::ranges::find(signing, crypto::to_string(*algorithm)) == signing.end()) {
    return refuse(fill("failure.client_algorithm", {{"text", crypto::to_string(*algorithm)},
                                                    {"algorithms", enumerated(signing)}}));
  }
  return algorithm;
}

// A name that means nothing here is a slip of the pen, and whoever asks by the right one would be
// refused. What a client asks for itself is its own affair.
base::Done check_known(const Context& context, const std::vector<std::string>& scopes,
                       bool for_itself) {
  const auto& own = context.config.settings.scopes;
  for (const std::string& scope : scopes) {
    if (for_itself || own.contains(scope) ||
        std::ranges::find(oauth::kBuiltInScopes, scope) != oauth::kBuiltInScopes.end()) {
      continue;
    }
    std::vector<std::string> known(oauth::kBuiltInScopes.begin(), oauth::kBuiltInScopes.end());
    for (const auto& [name, words] : own) {
      known.push_back(name);
    }
    return refuse(fill("failure.scope", {{"text", scope}, {"scopes", enumerated(known)}}));
  }
  return {};
}

template <class T>
base::Result<T> explained(base::Result<T> result) {
  return naming_the_address(
      naming_the_option(naming_the_option(std::move(result), kOptions), kLookOptionFor), kAddress);
}

base::Result<Client> find(Clients& clients, const ClientId& id) {
  return naming_what(clients.show(id), "failure.no_client", id.text());
}

}  // namespace

base::Result<Answer> run_client_add(Context& context) {
  TRY(check_given(context, "--name"));
  TRY_VAL(profile, profile_in(context));
  TRY_VAL(method, method_in(context));
  TRY_VAL(algorithm, algorithm_in(context));
  TRY_VAL(form, form_in(context));
  oauth::NewClient wanted{
      .name = text_of(context, "--name").value_or(""),
      .profile = profile.value_or(oauth::Profile::oidc),
      .redirect_uris = lines_of(text_of(context, "--redirect-uri").value_or("")),
      .scopes = words_of(text_of(context, "--scope").value_or("")),
      .policy_uri = text_of(context, "--policy").value_or(""),
      .tos_uri = text_of(context, "--tos").value_or(""),
      .logo_uri = text_of(context, "--logo").value_or(""),
      .look = redirect_sso::changed({}, look_of(context)),
      .post_logout_redirect_uris =
          lines_of(text_of(context, "--post-logout-redirect").value_or("")),
      .is_public = context.arguments.contains("--public"),
      .first_party = context.arguments.contains("--first-party"),
      .refreshes = context.arguments.contains("--refresh"),
      .for_itself = context.arguments.contains("--client-credentials"),
      .needs_pkce = context.arguments.contains("--pkce"),
      .access_tokens = form.value_or(oauth::AccessTokens::jwt),
      .id_token_algorithm = algorithm.value_or(crypto::SignatureAlgorithm::RS256)};
  if (method == oauth::AuthMethod::none && !wanted.is_public) {
    return refuse(fill("failure.not_public"));
  }
  if (method) {
    wanted.auth_methods = {*method};
  }
  TRY_VAL(modes, modes_in(context));
  wanted.response_modes = std::move(modes).value_or(std::move(wanted.response_modes));
  const bool usual = wanted.scopes.empty() && !wanted.redirect_uris.empty();
  if (usual) {
    wanted.scopes = usual_scopes(wanted.profile);
  }
  TRY_VAL(jwks, keys_in(context));
  wanted.jwks = jwks.value_or("");
  TRY(check_known(context, wanted.scopes, wanted.for_itself));
  TRY_VAL(beside, ClientsBeside::open(context));
  TRY_VAL(made, explained(beside->clients().add(by_operator(), wanted)));
  auto answer = answer_with(made, "client.added");
  if (usual) {
    answer.text += fill("client.usual_scope", {{"scope", side_by_side(made.client.scopes)}}) + "\n";
  }
  return answer;
}

base::Result<Answer> run_client_list(Context& context) {
  TRY_VAL(beside, ClientsBeside::open(context));
  TRY_VAL(all, beside->clients().list());
  base::json::array list;
  TextTable table({fill("column.client"), fill("column.name"), fill("column.state"),
                   fill("column.redirect_urls")});
  for (const Client& client : all) {
    table.add({client.id.text(), client.name, client.enabled ? "enabled" : "disabled",
               side_by_side(client.redirect_uris)});
    list.push_back(to_json(client));
  }
  return Answer{base::json::object{{"clients", std::move(list)}}, table.text()};
}

base::Result<Answer> run_client_show(Context& context) {
  TRY_VAL(id, asked_for(context));
  TRY_VAL(beside, ClientsBeside::open(context));
  TRY_VAL(client, find(beside->clients(), id));
  auto json = to_json(client);
  auto text = table_of(json);
  return Answer{std::move(json), std::move(text)};
}

base::Result<Answer> run_client_set(Context& context) {
  TRY_VAL(id, asked_for(context));
  TRY(check_any(context, "client set"));
  TRY_VAL(enabled, choice(context, "--enable", "--disable"));
  TRY_VAL(pkce, choice(context, "--pkce", "--no-pkce"));
  TRY_VAL(refreshes, choice(context, "--refresh", "--no-refresh"));
  TRY_VAL(for_itself, choice(context, "--client-credentials", "--no-client-credentials"));
  TRY_VAL(profile, profile_in(context));
  TRY_VAL(method, method_in(context));
  TRY_VAL(algorithm, algorithm_in(context));
  TRY_VAL(form, form_in(context));
  TRY_VAL(first_party, choice(context, "--first-party", "--third-party"));
  oauth::ClientChanges changes{.name = text_of(context, "--name"),
                               .profile = profile,
                               .policy_uri = text_of(context, "--policy"),
                               .tos_uri = text_of(context, "--tos"),
                               .logo_uri = text_of(context, "--logo"),
                               .look = look_of(context),
                               .auth_method = method,
                               .refreshes = refreshes,
                               .for_itself = for_itself,
                               .needs_pkce = pkce,
                               .access_tokens = form,
                               .id_token_algorithm = algorithm,
                               .first_party = first_party,
                               .enabled = enabled};
  if (const auto uris = text_of(context, "--post-logout-redirect")) {
    changes.post_logout_redirect_uris = lines_of(*uris);
  }
  if (const auto uris = text_of(context, "--redirect-uri")) {
    changes.redirect_uris = lines_of(*uris);
  }
  if (const auto scopes = text_of(context, "--scope")) {
    changes.scopes = words_of(*scopes);
  }
  TRY_VAL(jwks, keys_in(context));
  changes.jwks = std::move(jwks);
  TRY_VAL(modes, modes_in(context));
  changes.response_modes = std::move(modes);
  TRY_VAL(beside, ClientsBeside::open(context));
  TRY_VAL(before, find(beside->clients(), id));
  if (changes.scopes) {
    TRY(check_known(context, *changes.scopes,
                    for_itself.value_or(before.may(oauth::Grant::client_credentials))));
  }
  TRY_VAL(client, explained(beside->clients().set(by_operator(), id, changes)));
  auto text = fill("client.changed", {{"client", called(client)}}) + "\n";
  if (client.has_secret() && client.secrets.empty()) {
    text += fill("client.no_secret_yet", {{"id", id.text()}}) + "\n";
  }
  return Answer{to_json(client), std::move(text)};
}

base::Result<Answer> run_client_rotate_secret(Context& context) {
  TRY_VAL(id, asked_for(context));
  TRY_VAL(grace, grace_of(context));
  TRY_VAL(beside, ClientsBeside::open(context));
  TRY_VAL(before, find(beside->clients(), id));
  TRY_VAL(made, explained(beside->clients().rotate_secret(by_operator(), before.id, grace)));
  return answer_with(made, "client.secret_rotated");
}

base::Result<Answer> run_client_delete(Context& context) {
  TRY_VAL(id, asked_for(context));
  TRY_VAL(beside, ClientsBeside::open(context));
  TRY_VAL(client, find(beside->clients(), id));
  if (!context.arguments.contains("--yes")) {
    return refuse(fill("failure.client_delete", {{"client", called(client)}}));
  }
  TRY(beside->clients().remove(by_operator(), id));
  return Answer{base::json::object{{"client_id", id.text()}, {"deleted", true}},
                fill("client.deleted", {{"client", called(client)}}) + "\n"};
}

}  // namespace app
