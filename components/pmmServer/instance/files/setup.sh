#!/bin/bash
# First boot: installs Docker and the CloudWatch agent from Amazon Linux's own repository, whose packages are signed and
# checked, and starts what is to run. Runs once, as root, by cloud-init; what it sets up survives reboots.
#
# Installing is tried again for five minutes, because at first boot the way to the repository may be late and another
# process may hold the package manager's lock. When it stays wrong, the last lines of the console say why.
set -Eeuo pipefail

: "${PMM_DOCKER_VERSION:?}"
# What a test replaces.
root="${PMM_FILE_ROOT:-}"
attempts="${PMM_ATTEMPTS:-30}"
pause="${PMM_PAUSE_SECONDS:-10}"

say() {
  echo "pmm-setup: $*" >&2
}

fail() {
  say "FAILED: $*"
  exit 1
}
trap 'fail "line ${LINENO}: ${BASH_COMMAND}"' ERR

# install PACKAGE COMMAND: installs a package that brings a command. The limits end an attempt that would hang. From the
# latest release, which keeps older versions: an older image's own release may not have the pinned one yet.
install() {
  local try
  for ((try = 1; try <= attempts; try++)); do
    if timeout 600 dnf install --assumeyes --quiet --releasever=latest \
      --setopt=install_weak_deps=False --setopt=exit_on_lock=True --setopt=gpgcheck=1 --setopt=timeout=15 --setopt=retries=2 "$1" && command -v "$2" >/dev/null; then
      return 0
    fi
    say "installing $1: attempt ${try} of ${attempts} did not succeed"
    sleep "${pause}"
  done
  fail "installing $1: gave up after ${attempts} attempts"
}

# The units append to files in it.
mkdir -p "${root}/var/log/pmm"
install "docker-${PMM_DOCKER_VERSION}" docker
systemctl daemon-reload
systemctl enable --now --quiet docker
# None of them is waited for: what they have to say, the agent that comes next sends away.
systemctl enable --now --no-block --quiet pmm-volume.service pmm-server.service pmm-upkeep.timer
agent=/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl
install amazon-cloudwatch-agent "${root}${agent}"
"${root}${agent}" -a fetch-config -m ec2 -s -c file:/etc/pmm/agent.json
say "done"
