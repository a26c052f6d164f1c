#include "app/commands/command.h"
#include "app/quiet_log.h"
#include "app/store.h"
#include "app/text_table.h"
#include "audit/verifier.h"
#include "keys/sealed_key.h"

namespace app {
namespace {

base::Result<std::vector<audit::Head>> expected_heads(const Arguments& arguments) {
  std::vector<audit::Head> heads;
  const auto given = arguments.find("--expect-head");
  if (given == arguments.end()) {
    return heads;
  }
  std::string_view rest = given->second;
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    const std::string_view text = rest.substr(0, comma);
    auto head = audit::parse_expected_head(text);
    if (!head) {
      return base::reject(base::ErrorCode::invalid_request, "",
                          fill("failure.head", {{"text", text}}));
    }
    heads.push_back(*std::move(head));
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
  }
  return heads;
}

// Under another master key every entry looks changed: that is told first, and as what it is.
base::Done check_master_key(Store& store) {
  TRY_VAL(rows, store.database().keys().all());
  if (!rows.empty()) {
    if (auto opened = keys::open_key(store.sealer(), rows.front()); !opened) {
      return base::reject(base::ErrorCode::invalid_request, "", fill("failure.other_master_key"),
                          opened.error().detail);
    }
  }
  return {};
}

std::string head_text(const audit::Head& head) {
  return head.chain + ":" + std::to_string(head.sequence) + ":" + base::to_hex(head.hash);
}

}  // namespace

base::Result<Answer> run_audit_verify(Context& context) {
  TRY_VAL(expected, expected_heads(context.arguments));
  QuietLog quiet(context.clock);
  TRY_VAL(store, Store::open({context.config.settings, context.environment, context.clock,
                              context.random, quiet.log()},
                             Opening::beside));
  TRY(check_master_key(*store));
  TRY_VAL(verdict, audit::verify(store->database().trail(), store->chain_key(), expected));

  base::json::array heads;
  TextTable head_table({fill("column.head")});
  for (const audit::Head& head : verdict.heads) {
    heads.push_back(base::json::object{{"chain", head.chain},
                                       {"sequence", head.sequence},
                                       {"hash", base::to_hex(head.hash)},
                                       {"head", head_text(head)}});
    head_table.add({head_text(head)});
  }
  base::json::array findings;
  TextTable finding_table({fill("column.chain"), fill("column.number"), fill("column.problem"),
                           fill("column.witness")});
  for (const audit::Finding& finding : verdict.findings) {
    findings.push_back(base::json::object{{"fault", audit::to_string(finding.fault)},
                                          {"chain", finding.chain},
                                          {"sequence", finding.sequence},
                                          {"witness", finding.witness}});
    finding_table.add({finding.chain, std::to_string(finding.sequence),
                       std::string(audit::to_string(finding.fault)), finding.witness});
  }
  Answer answer;
  answer.json = base::json::object{{"ok", verdict.whole()},
                                   {"entries", verdict.entries},
                                   {"checkpoints", verdict.checkpoints},
                                   {"heads", heads},
                                   {"findings", findings}};
  if (verdict.whole()) {
    answer.text = fill("audit.right", {{"entries", std::to_string(verdict.entries)},
                                       {"chains", std::to_string(verdict.heads.size())}}) +
                  "\n" + head_table.text();
  } else {
    answer.text = fill("audit.wrong") + "\n" + finding_table.text();
    answer.code = ExitCode::failed;
  }
  return answer;
}

}  // namespace app
