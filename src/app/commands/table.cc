#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "app/commands/command.h"

namespace app {
namespace {

// What a command shares with another, and what it has of its own.
template <std::size_t some, std::size_t others>
constexpr std::array<Option, some + others> both(const std::array<Option, some>& rows,
                                                 const std::array<Option, others>& more) {
  return [&]<std::size_t... First, std::size_t... Then>(std::index_sequence<First...>,
                                                        std::index_sequence<Then...>) {
    return std::array{rows[First]..., more[Then]...};
  }(std::make_index_sequence<some>(), std::make_index_sequence<others>());
}

constexpr std::array kMigrateOptions{Option{"--dry-run", "", "command.migrate.dry_run"}};
constexpr std::array kAuditListOptions{
    Option{"--type", "PREFIX", "command.audit.list.type"},
    Option{"--subject", "WHOM", "command.audit.list.subject"},
    Option{"--since", "TIME", "command.audit.list.since"},
    Option{"--limit", "N", "command.audit.list.limit"},
};
constexpr std::array kAuditVerifyOptions{
    Option{"--expect-head", "HEAD", "command.audit.verify.expect_head"}};

constexpr std::array kUserAddOptions{
    Option{"--username", "U", "command.user.add.username"},
    Option{"--email", "E", "command.user.add.email"},
    Option{"--name", "N", "command.user.add.name"},
    Option{"--password-stdin", "", "command.user.add.password_stdin"},
    Option{"--email-verified", "", "command.user.add.email_verified"},
    Option{"--phone", "P", "command.user.add.phone"},
    Option{"--role", "R", "command.user.add.role"},
    Option{"--nip", "X", "command.user.add.nip"},
    Option{"--kd-satker", "X", "command.user.add.kd_satker"},
    Option{"--nama-satker", "X", "command.user.add.nama_satker"},
    Option{"--email-pp", "A,B", "command.user.add.email_pp"},
    Option{"--administrator", "", "command.user.add.administrator"},
};
constexpr std::array kUserListOptions{
    Option{"--prefix", "TEXT", "command.user.list.prefix"},
    Option{"--status", "STATUS", "command.user.list.status"},
    Option{"--administrators", "", "command.user.list.administrators"},
    Option{"--after", "ID", "command.user.list.after"},
    Option{"--limit", "N", "command.user.list.limit"},
};
constexpr std::array kUserDeleteOptions{Option{"--yes", "", "command.user.delete.yes"}};
constexpr std::array kUserPasswordOptions{
    Option{"--password-stdin", "", "command.user.add.password_stdin"}};
constexpr std::array kUserLogoutOptions{Option{"--session", "ID", "command.user.logout.session"}};
constexpr std::array kAttributeAddOptions{
    Option{"--type", "TYPE", "command.attribute.add.type"},
    Option{"--seen-by", "WHOM", "command.attribute.add.seen_by"},
    Option{"--edited-by", "WHOM", "command.attribute.add.edited_by"},
};

// Of a site and of a client alike.
constexpr std::array kLookOptions{
    Option{"--logo", "URL", "command.look.logo"},
    Option{"--accent", "COLOUR", "command.look.accent"},
    Option{"--accent-dark", "COLOUR", "command.look.accent_dark"},
    Option{"--login-text-id", "TEXT", "command.look.login_text_id"},
    Option{"--login-text-en", "TEXT", "command.look.login_text_en"},
    Option{"--help-url", "URL", "command.look.help_url"},
};

constexpr std::array kSiteOptions{
    Option{"--name", "N", "command.site.name"},
    Option{"--redirect-url", "U", "command.site.redirect_url", true},
    Option{"--allow-admins", "", "command.site.allow_admins"},
    Option{"--logout-url", "L", "command.site.logout_url"},
};
constexpr auto kSiteAddOptions = both(both(kSiteOptions, kLookOptions),
                                      std::array{
                                          Option{"--no-secret", "", "command.site.add.no_secret"},
                                      });
constexpr auto kSiteSetOptions = both(both(kSiteOptions, kLookOptions),
                                      std::array{
                                          Option{"--needs-secret", "", "command.site.needs_secret"},
                                          Option{"--no-secret", "", "command.site.no_secret"},
                                          Option{"--no-admins", "", "command.site.no_admins"},
                                          Option{"--enable", "", "command.site.enable"},
                                          Option{"--disable", "", "command.site.disable"},
                                      });
constexpr std::array kSiteRotateOptions{
    Option{"--grace", "TIME", "command.site.rotate_secret.grace"}};
constexpr std::array kSiteDeleteOptions{Option{"--yes", "", "command.site.delete.yes"}};

constexpr std::array kUserConsentsOptions{
    Option{"--revoke", "CLIENT", "command.user.consents.revoke"}};

constexpr std::array kClientOptions{
    Option{"--name", "N", "command.client.name"},
    Option{"--redirect-uri", "U", "command.client.redirect_uri", true},
    Option{"--scope", "S", "command.client.scope", true},
    Option{"--policy", "URL", "command.client.policy"},
    Option{"--tos", "URL", "command.client.tos"},
    Option{"--post-logout-redirect", "U", "command.client.post_logout_redirect", true},
    Option{"--jwks", "FILE", "command.client.jwks"},
    Option{"--first-party", "", "command.client.add.first_party"},
    Option{"--refresh", "", "command.client.refresh"},
    Option{"--access-token", "FORM", "command.client.add.access_token"},
    Option{"--response-mode", "MODE", "command.client.response_mode", true},
    Option{"--pkce", "", "command.client.pkce"},
};
constexpr auto kClientAddOptions =
    both(both(kClientOptions, kLookOptions),
         std::array{
             Option{"--profile", "PROFILE", "command.client.add.profile"},
             Option{"--public", "", "command.client.add.public"},
             Option{"--client-credentials", "", "command.client.add.client_credentials"},
             Option{"--auth-method", "METHOD", "command.client.add.auth_method"},
             Option{"--id-token-alg", "ALG", "command.client.add.id_token_alg"},
         });
constexpr auto kClientSetOptions =
    both(both(kClientOptions, kLookOptions),
         std::array{
             Option{"--profile", "PROFILE", "command.client.add.profile"},
             Option{"--auth-method", "METHOD", "command.client.set.auth_method"},
             Option{"--id-token-alg", "ALG", "command.client.add.id_token_alg"},
             Option{"--client-credentials", "", "command.client.add.client_credentials"},
             Option{"--no-client-credentials", "", "command.client.no_client_credentials"},
             Option{"--no-refresh", "", "command.client.no_refresh"},
             Option{"--no-pkce", "", "command.client.no_pkce"},
             Option{"--third-party", "", "command.client.third_party"},
             Option{"--enable", "", "command.client.enable"},
             Option{"--disable", "", "command.client.disable"},
         });
constexpr std::array kClientRotateOptions{
    Option{"--grace", "TIME", "command.site.rotate_secret.grace"}};
constexpr std::array kClientDeleteOptions{Option{"--yes", "", "command.client.delete.yes"}};

constexpr std::array kKeyRotateOptions{Option{"--alg", "ALG", "command.key.rotate.alg"}};

constexpr std::array kProviderOptions{
    Option{"--title", "T", "command.provider.title"},
    Option{"--issuer", "URL", "command.provider.issuer"},
    Option{"--client-id", "C", "command.provider.client_id"},
    Option{"--client-secret-stdin", "", "command.provider.client_secret_stdin"},
    Option{"--auth-method", "METHOD", "command.provider.auth_method"},
    Option{"--key-alg", "ALG", "command.provider.key_alg"},
    Option{"--scope", "S", "command.provider.scope", true},
    Option{"--authorize-url", "URL", "command.provider.authorize_url"},
    Option{"--token-url", "URL", "command.provider.token_url"},
    Option{"--userinfo-url", "URL", "command.provider.userinfo_url"},
    Option{"--map", "FIELD=CLAIM", "command.provider.map", true},
    Option{"--no-signup", "", "command.provider.no_signup"},
    Option{"--position", "N", "command.provider.position"},
};
constexpr auto kProviderAddOptions = both(
    std::array{
        Option{"--name", "N", "command.provider.name"},
        Option{"--preset", "P", "command.provider.preset"},
        Option{"--kind", "KIND", "command.provider.kind"},
    },
    kProviderOptions);
constexpr auto kProviderSetOptions = both(
    std::array{
        Option{"--signup", "", "command.provider.signup"},
        Option{"--enable", "", "command.provider.enable"},
        Option{"--disable", "", "command.provider.disable"},
        Option{"--end-sessions", "", "command.provider.end_sessions"},
        Option{"--yes", "", "command.provider.set.yes"},
    },
    kProviderOptions);
constexpr std::array kProviderDeleteOptions{
    Option{"--yes", "", "command.provider.delete.yes"},
    Option{"--end-sessions", "", "command.provider.end_sessions"},
};

constexpr std::array kProvider{Operand{"PROVIDER", "operand.provider"}};
constexpr std::array kClient{Operand{"CLIENT", "operand.client"}};
constexpr std::array kSite{Operand{"SITE", "operand.site"}};
constexpr std::array kWho{Operand{"WHO", "operand.who"}};
constexpr std::array kWhoAndFields{Operand{"WHO", "operand.who"},
                                   Operand{"FIELD=VALUE", "operand.fields", true}};
constexpr std::array kWhoAndGrant{Operand{"WHO", "operand.who"}, Operand{"GRANT", "operand.grant"}};
constexpr std::array kAttributeName{Operand{"NAME", "operand.attribute"}};

constexpr std::array kGroups{
    CommandGroup{"user", "command.user"},         CommandGroup{"attribute", "command.attribute"},
    CommandGroup{"site", "command.site"},         CommandGroup{"client", "command.client"},
    CommandGroup{"provider", "command.provider"}, CommandGroup{"key", "command.key"},
    CommandGroup{"audit", "command.audit"},       CommandGroup{"config", "command.config"},
};

// In parts: a compiler looks up so many words at a time and no more.
constexpr std::array kPeopleAndClients{
    Command{"serve", "command.serve", {}, Needs::sound_config, &run_serve},
    Command{"migrate", "command.migrate", kMigrateOptions, Needs::sound_config, &run_migrate},
    Command{"setup-link", "command.setup_link", {}, Needs::sound_config, &run_setup_link},
    Command{"user add", "command.user.add", kUserAddOptions, Needs::sound_config, &run_user_add},
    Command{"user list", "command.user.list", kUserListOptions, Needs::sound_config,
            &run_user_list},
    Command{"user show", "command.user.show", {}, Needs::sound_config, &run_user_show, kWho},
    Command{"user set", "command.user.set", {}, Needs::sound_config, &run_user_set, kWhoAndFields},
    Command{"user set-password", "command.user.set_password", kUserPasswordOptions,
            Needs::sound_config, &run_user_set_password, kWho},
    Command{
        "user disable", "command.user.disable", {}, Needs::sound_config, &run_user_disable, kWho},
    Command{"user enable", "command.user.enable", {}, Needs::sound_config, &run_user_enable, kWho},
    Command{"user lock", "command.user.lock", {}, Needs::sound_config, &run_user_lock, kWho},
    Command{"user delete", "command.user.delete", kUserDeleteOptions, Needs::sound_config,
            &run_user_delete, kWho},
    Command{"user sessions",
            "command.user.sessions",
            {},
            Needs::sound_config,
            &run_user_sessions,
            kWho},
    Command{"user logout", "command.user.logout", kUserLogoutOptions, Needs::sound_config,
            &run_user_logout, kWho},
    Command{"user consents", "command.user.consents", kUserConsentsOptions, Needs::sound_config,
            &run_user_consents, kWho},
    Command{
        "user grant", "command.user.grant", {}, Needs::sound_config, &run_user_grant, kWhoAndGrant},
    Command{"user revoke",
            "command.user.revoke",
            {},
            Needs::sound_config,
            &run_user_revoke,
            kWhoAndGrant},
    Command{"attribute add", "command.attribute.add", kAttributeAddOptions, Needs::sound_config,
            &run_attribute_add, kAttributeName},
    Command{
        "attribute list", "command.attribute.list", {}, Needs::sound_config, &run_attribute_list},
    Command{"attribute delete",
            "command.attribute.delete",
            {},
            Needs::sound_config,
            &run_attribute_delete,
            kAttributeName},
    Command{"site add", "command.site.add", kSiteAddOptions, Needs::sound_config, &run_site_add},
    Command{"site list", "command.site.list", {}, Needs::sound_config, &run_site_list},
    Command{"site show", "command.site.show", {}, Needs::sound_config, &run_site_show, kSite},
    Command{"site set", "command.site.set", kSiteSetOptions, Needs::sound_config, &run_site_set,
            kSite},
    Command{"site rotate-secret", "command.site.rotate_secret", kSiteRotateOptions,
            Needs::sound_config, &run_site_rotate_secret, kSite},
    Command{"site delete", "command.site.delete", kSiteDeleteOptions, Needs::sound_config,
            &run_site_delete, kSite},
    Command{"client add", "command.client.add", kClientAddOptions, Needs::sound_config,
            &run_client_add},
    Command{"client list", "command.client.list", {}, Needs::sound_config, &run_client_list},
    Command{
        "client show", "command.client.show", {}, Needs::sound_config, &run_client_show, kClient},
    Command{"client set", "command.client.set", kClientSetOptions, Needs::sound_config,
            &run_client_set, kClient},
    Command{"client rotate-secret", "command.client.rotate_secret", kClientRotateOptions,
            Needs::sound_config, &run_client_rotate_secret, kClient},
    Command{"client delete", "command.client.delete", kClientDeleteOptions, Needs::sound_config,
            &run_client_delete, kClient},
};
constexpr std::array kProviders{
    Command{"provider add", "command.provider.add", kProviderAddOptions, Needs::sound_config,
            &run_provider_add},
    Command{"provider list", "command.provider.list", {}, Needs::sound_config, &run_provider_list},
    Command{"provider show",
            "command.provider.show",
            {},
            Needs::sound_config,
            &run_provider_show,
            kProvider},
    Command{"provider set", "command.provider.set", kProviderSetOptions, Needs::sound_config,
            &run_provider_set, kProvider},
    Command{"provider test",
            "command.provider.test",
            {},
            Needs::sound_config,
            &run_provider_test,
            kProvider},
    Command{"provider delete", "command.provider.delete", kProviderDeleteOptions,
            Needs::sound_config, &run_provider_delete, kProvider},
};
constexpr std::array kOthers{
    Command{"key list", "command.key.list", {}, Needs::sound_config, &run_key_list},
    Command{"key rotate", "command.key.rotate", kKeyRotateOptions, Needs::sound_config,
            &run_key_rotate},
    Command{"audit list", "command.audit.list", kAuditListOptions, Needs::sound_config,
            &run_audit_list},
    Command{"audit verify", "command.audit.verify", kAuditVerifyOptions, Needs::sound_config,
            &run_audit_verify},
    Command{"config check", "command.config.check", {}, Needs::nothing, &run_config_check},
    Command{"config show", "command.config.show", {}, Needs::sound_config, &run_config_show},
    Command{
        "config reference", "command.config.reference", {}, Needs::nothing, &run_config_reference},
    Command{"version", "command.version", {}, Needs::nothing, &run_version},
};

}  // namespace

std::span<const Command> command_table() {
  static const std::vector<Command> kCommands = [] {
    std::vector<Command> all(kPeopleAndClients.begin(), kPeopleAndClients.end());
    all.insert(all.end(), kProviders.begin(), kProviders.end());
    all.insert(all.end(), kOthers.begin(), kOthers.end());
    return all;
  }();
  return kCommands;
}
std::span<const CommandGroup> command_groups() { return kGroups; }

}  // namespace app
