#!/bin/bash
# First boot of a NAT instance on Amazon Linux 2023: installs nftables, forwards, and hides private addresses behind
# the instance's own. Runs once, as root, by cloud-init; what it sets up survives reboots and nightly stops.
#
# What can go wrong at first boot is waited for and tried again: the Elastic IP is attached only after the instance
# runs, so there is no way to the package repository yet; another process holds the package manager's lock; 512 MiB
# are too little for the package manager without swap. When it stays wrong, the last lines of the console say why and
# the exit code makes cloud-init report the boot as failed.
set -Eeuo pipefail

# Prefix of every file that is written; empty on an instance.
root="${NAT_FILE_ROOT:-}"
attempts="${NAT_ATTEMPTS:-30}"
pause="${NAT_PAUSE_SECONDS:-10}"

say() {
  echo "nat-instance: $*" >&2
}

fail() {
  say "FAILED: $*"
  say "private subnets have no way to the internet; replace the instance once the cause is gone"
  exit 1
}
trap 'fail "line ${LINENO}: ${BASH_COMMAND}"' ERR

# retry WHAT COMMAND...: runs the command until it succeeds, at most ${attempts} times.
retry() {
  local what="$1" try
  shift
  for ((try = 1; try <= attempts; try++)); do
    if "$@"; then
      return 0
    fi
    say "${what}: attempt ${try} of ${attempts} did not succeed"
    if ((try < attempts)); then
      sleep "${pause}"
    fi
  done
  fail "${what}: gave up after ${attempts} attempts"
}

# The interface of the default route, whatever its name: ens5, eth0, enp0s5.
find_interface() {
  interface="$(ip -4 route show default | awk '{ for (i = 1; i < NF; i++) if ($i == "dev") { print $(i + 1); exit } }')"
  [[ -n "${interface}" ]]
}

# Swap on the encrypted root volume while packages are installed. Not being able to make it is no reason to stop.
add_swap() {
  swap="${root}/nat-swap"
  if dd if=/dev/zero of="${swap}" bs=1M count=512 status=none && chmod 600 "${swap}" &&
    mkswap "${swap}" >/dev/null && swapon "${swap}"; then
    return 0
  fi
  say "no swap: going on without"
  rm -f "${swap}"
}

remove_swap() {
  if [[ -e "${swap}" ]]; then
    swapoff "${swap}" || say "swap stays on until the next boot"
    rm -f "${swap}"
  fi
}

# Both limits keep one attempt short: a lock or a silent network ends it instead of holding it for good.
install_nftables() {
  command -v nft >/dev/null && return 0
  timeout 300 dnf install --assumeyes --quiet --setopt=install_weak_deps=False --setopt=exit_on_lock=True \
    --setopt=timeout=15 --setopt=retries=2 nftables && command -v nft >/dev/null
}

write_settings() {
  mkdir -p "${root}/etc/modules-load.d" "${root}/etc/sysctl.d" "${root}/etc/nftables" "${root}/etc/sysconfig"
  # Loaded before the kernel's settings at every boot: the table of connections must exist to be given a size.
  echo nf_conntrack >"${root}/etc/modules-load.d/nat-instance.conf"
  # Packets leave by the interface they came in by; without the redirect settings the kernel would tell private
  # hosts to go around the instance. By default a kernel with 512 MiB tracks a few thousand connections; 65536 take
  # about 20 MiB.
  cat >"${root}/etc/sysctl.d/90-nat-instance.conf" <<SYSCTL
net.ipv4.ip_forward = 1
net.netfilter.nf_conntrack_max = 65536
net.ipv4.conf.all.send_redirects = 0
net.ipv4.conf.default.send_redirects = 0
net.ipv4.conf.${interface}.send_redirects = 0
SYSCTL
  # Nothing but answers may reach the instance itself: private hosts may send through it, not to it.
  cat >"${root}/etc/nftables/nat-instance.nft" <<NFT
flush ruleset
table ip nat_instance {
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "${interface}" masquerade
  }
  chain input {
    type filter hook input priority filter; policy drop;
    iifname "lo" accept
    ct state established,related accept
    icmp type { destination-unreachable, time-exceeded, echo-request } accept
  }
}
NFT
  echo 'include "/etc/nftables/nat-instance.nft"' >"${root}/etc/sysconfig/nftables.conf"
}

start() {
  modprobe nf_conntrack && sysctl --quiet -p "${root}/etc/sysctl.d/90-nat-instance.conf" &&
    systemctl enable --quiet nftables && systemctl restart nftables
}

verify() {
  [[ "$(sysctl --values net.ipv4.ip_forward)" == 1 && "$(nft list table ip nat_instance)" == *masquerade* ]]
}

# The agent has no role to work with and competes for memory with the package manager.
systemctl disable --now --quiet amazon-ssm-agent || say "no SSM agent to turn off"
retry "default route" find_interface
say "forwarding through ${interface}"
add_swap
retry "installing nftables" install_nftables
remove_swap
write_settings
retry "starting nftables" start
verify || fail "the rules are not in effect"
say "ready"
