// Proofs that are each good may still be of two people or two clients. What they are all about is
// compared here, before anything is made from them.
#pragma once

#include "base/result.h"
#include "mint/warrants.h"

namespace mint {

base::Done check_agreement(const AuthorizationWarrant& warrant);
base::Done check_agreement(const SiteWarrant& warrant);
// Also with what the code was made for.
base::Done check_agreement(const RedemptionWarrant& warrant);
base::Done check_agreement(const RefreshWarrant& warrant);
base::Done check_agreement(const ClientWarrant& warrant);
base::Done check_agreement(const FrontendWarrant& warrant);
base::Done check_agreement(const FrontendRefreshWarrant& warrant);
base::Done check_agreement(const LoginWarrant& warrant);
base::Done check_agreement(const LinkWarrant& warrant);

}  // namespace mint
