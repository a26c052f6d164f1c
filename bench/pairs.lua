-- wrk, for bench/run: a code from /login, then the question whose it is, and so on. Arguments: the
-- session's cookie and the site's address.
local codes = {}
local login

function init(args)
  login = wrk.format("GET", "/login?redirectUrl=" .. args[2], { Cookie = "gapura_session=" .. args[1] })
end

function request()
  local code = table.remove(codes)
  if code then
    return wrk.format("GET", "/api/sso/validate?code=" .. code)
  end
  return login
end

function response(status, headers)
  if status == 303 then
    codes[#codes + 1] = string.match(headers["Location"], "code=([%w_-]+)$")
  end
end
