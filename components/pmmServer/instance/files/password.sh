#!/bin/bash
# Sets PMM's admin password to what the secret says.
#
#   password.sh          after every start of the container: waits until PMM is ready, and sets it
#   password.sh follow   from time to time: sets it when PMM does not take it, because the secret has changed
#
# PMM's variables cannot set it: the container begins with admin/admin. `change-admin-password` of the image hands its
# one argument to `grafana cli admin reset-admin-password`, and that command reads the password from its standard input
# when the argument is --password-from-stdin. So the password is in no list of arguments, neither here nor in the
# container; it is in no environment, no file and no output either.
set -Eeuo pipefail

: "${PMM_REGION:?}" "${PMM_SECRET_ID:?}"
# What a test replaces.
server="${PMM_URL:-http://127.0.0.1}"
deadline="${PMM_DEADLINE_SECONDS:-900}"
pause="${PMM_PAUSE_SECONDS:-5}"

say() {
  echo "$(date --utc +%FT%TZ) pmm-password: $*" >&2
}

fail() {
  say "FAILED: $*"
  exit 1
}
trap 'fail "line ${LINENO}"' ERR

# wait_for WHAT COMMAND...: tries again until it succeeds or the time is over.
wait_for() {
  local what="$1"
  shift
  until "$@"; do
    ((SECONDS < deadline)) || fail "${what}: gave up after ${deadline} seconds"
    sleep "${pause}"
  done
}

is_ready() {
  curl --fail --silent --max-time 5 --output /dev/null "${server}/v1/server/readyz"
}

read_secret() {
  local text
  text="$(aws secretsmanager get-secret-value --region "${PMM_REGION}" --secret-id "${PMM_SECRET_ID}" \
    --query SecretString --output text)" || return 1
  wanted="$(printf '%s' "${text}" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["password"])' 2>/dev/null)" ||
    fail "the secret ${PMM_SECRET_ID} is not JSON with the key password"
  [[ "${wanted}" =~ ^[[:graph:]]{8,}$ ]] ||
    fail "the password in ${PMM_SECRET_ID} must be at least 8 characters, without blanks"
}

# Status with which PMM answers who it takes the bearer of the password for: 200, or 401.
answer() {
  local quoted="${wanted//\\/\\\\}"
  quoted="${quoted//\"/\\\"}"
  printf 'user = "admin:%s"\n' "${quoted}" | curl --config - --silent --max-time 10 --output /dev/null \
    --write-out '%{http_code}' "${server}/graph/api/user" || true
}

hand_over() {
  docker exec --interactive pmm-server change-admin-password --password-from-stdin
}

change() {
  local output
  if ! output="$(printf '%s\n' "${wanted}" | hand_over 2>&1)"; then
    say "the container did not take the password: ${output//"${wanted}"/(hidden)}"
    return 1
  fi
  local code
  code="$(answer)"
  case "${code}" in
    200) say "the admin password is set" ;;
    401 | 403)
      say "PMM answers ${code} to the password that it was just given"
      return 1
      ;;
    *) say "the admin password is set; PMM answers ${code} when asked, so it could not be tried" ;;
  esac
}

if [[ "${1:-start}" == follow ]]; then
  # Its next start sets the password anyway.
  is_ready || exit 0
  wait_for "reading ${PMM_SECRET_ID}" read_secret
  [[ "$(answer)" == 401 ]] || exit 0
  say "the secret has changed"
else
  wait_for "PMM being ready" is_ready
  wait_for "reading ${PMM_SECRET_ID}" read_secret
fi
wait_for "setting the admin password" change
