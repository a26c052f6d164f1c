#include <array>

#include "app/commands/command.h"

namespace app {
namespace {

constexpr std::array kMigrateOptions{Option{"--dry-run", "", "command.migrate.dry_run"}};
constexpr std::array kAuditListOptions{
    Option{"--type", "PREFIX", "command.audit.list.type"},
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
};

constexpr std::array kGroups{
    CommandGroup{"user", "command.user"},
    CommandGroup{"key", "command.key"},
    CommandGroup{"audit", "command.audit"},
    CommandGroup{"config", "command.config"},
};

constexpr std::array kCommands{
    Command{"serve", "command.serve", {}, Needs::sound_config, &run_serve},
    Command{"migrate", "command.migrate", kMigrateOptions, Needs::sound_config, &run_migrate},
    Command{"user add", "command.user.add", kUserAddOptions, Needs::sound_config, &run_user_add},
    Command{"key list", "command.key.list", {}, Needs::sound_config, &run_key_list},
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

std::span<const Command> command_table() { return kCommands; }
std::span<const CommandGroup> command_groups() { return kGroups; }

}  // namespace app
