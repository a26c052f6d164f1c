-- wrk, for bench/run: POST /auth/refresh-token, each with the token that an answer before gave. The
-- arguments are tokens of families of their own, more of them than there are connections.
local tokens

function init(args)
  tokens = args
end

function request()
  local token = table.remove(tokens)
  return wrk.format("POST", "/auth/refresh-token", { Cookie = "refresh_token=" .. token })
end

function response(status, headers)
  -- Of several headers of one name wrk keeps the last, which is this one.
  local token = string.match(headers["Set-Cookie"] or "", "^refresh_token=([%w_-]+)")
  if token then
    tokens[#tokens + 1] = token
  end
end
