#!/bin/bash
# Brings the data volume to its mount point, at every boot: attaches the one volume that carries the tag in this zone,
# formats it when it is blank, mounts it by its UUID, grows the file system to the volume's size. What is there already
# is left as it is, so running again does no harm.
#
# Nothing is ever formatted that holds something: a foreign file system, a partition table, or data without a signature
# stops here, loudly, and PMM is not started. Nothing is detached either: a volume that the former instance still holds
# is waited for.
set -Eeuo pipefail

: "${PMM_REGION:?}" "${PMM_VOLUME_TAG_KEY:?}" "${PMM_VOLUME_TAG_VALUE:?}" "${PMM_VOLUME_RESTORED:?}"
# What a test replaces.
mount_point="${PMM_MOUNT_POINT:-/srv}"
ready_file="${PMM_READY_FILE:-/run/pmm/volume}"
sys="${PMM_SYS:-/sys}"
metadata="${PMM_METADATA_URL:-http://169.254.169.254}/latest"
deadline="${PMM_DEADLINE_SECONDS:-900}"
pause="${PMM_PAUSE_SECONDS:-5}"

# Tells PMM's own volume from any other.
label=pmm-data

say() {
  echo "$(date --utc +%FT%TZ) pmm-volume: $*" >&2
}

fail() {
  say "FAILED: $*"
  exit 1
}
trap 'fail "line ${LINENO}: ${BASH_COMMAND}"' ERR

# wait_for WHAT COMMAND...: tries again until it succeeds or the time is over.
wait_for() {
  local what="$1"
  shift
  until "$@"; do
    ((SECONDS < deadline)) || fail "${what}: gave up after ${deadline} seconds"
    sleep "${pause}"
  done
}

# Asks the instance about itself, by a token (IMDSv2).
ask() {
  local token
  token="$(curl --fail --silent --max-time 5 --request PUT \
    --header "X-aws-ec2-metadata-token-ttl-seconds: 60" "${metadata}/api/token")" || return 1
  printf 'X-aws-ec2-metadata-token: %s\n' "${token}" |
    curl --fail --silent --max-time 5 --header @- "${metadata}/meta-data/$1"
}

who_am_i() {
  instance="$(ask instance-id)" && zone="$(ask placement/availability-zone)"
}

find_volume() {
  local found
  found="$(aws ec2 describe-volumes --region "${PMM_REGION}" --output text \
    --filters "Name=tag:${PMM_VOLUME_TAG_KEY},Values=${PMM_VOLUME_TAG_VALUE}" "Name=availability-zone,Values=${zone}" \
    --query 'Volumes[].[VolumeId,State,Attachments[0].InstanceId]')" || return 1
  if [[ "${found}" == *$'\n'* ]]; then
    fail "several volumes in ${zone} carry ${PMM_VOLUME_TAG_KEY}=${PMM_VOLUME_TAG_VALUE}; take the tag from all but one:" \
      "${found//[$'\n\t']/ }"
  fi
  if [[ -z "${found}" ]]; then
    say "no volume in ${zone} carries ${PMM_VOLUME_TAG_KEY}=${PMM_VOLUME_TAG_VALUE} yet"
    return 1
  fi
  read -r volume state holder <<<"${found}"
}

# Succeeds once EC2 says that the volume is this instance's.
attach() {
  find_volume || return 1
  case "${state}" in
    in-use)
      [[ "${holder}" == "${instance}" ]] && return 0
      say "${volume} is still attached to ${holder}"
      ;;
    available)
      say "attaching ${volume}"
      aws ec2 attach-volume --region "${PMM_REGION}" --volume-id "${volume}" --instance-id "${instance}" \
        --device /dev/sdf --output text >/dev/null || say "${volume} could not be attached yet"
      ;;
    *) say "${volume} is ${state}" ;;
  esac
  return 1
}

# The order in which devices appear is not theirs to keep: only the serial number, which is the volume's id, tells them
# apart.
find_device() {
  local entry
  for entry in "${sys}"/block/*/device/serial; do
    if [[ -r "${entry}" && "$(tr -d '[:space:]' <"${entry}")" == "${volume/-/}" ]]; then
      entry="${entry%/device/serial}"
      device="/dev/${entry##*/}"
      [[ -b "${device}" ]]
      return
    fi
  done
  return 1
}

# Reads what the device holds: `type`, `table`, `name`, `uuid`, each empty when there is none.
inspect() {
  local facts status=0
  facts="$(blkid --probe --output export "${device}")" || status=$?
  # 2: no signature of anything.
  if ((status != 0 && status != 2)); then
    fail "${device} (${volume}) holds contradicting signatures (blkid: ${status}); nothing was changed"
  fi
  type="$(sed -n 's/^TYPE=//p' <<<"${facts}")"
  table="$(sed -n 's/^PTTYPE=//p' <<<"${facts}")"
  name="$(sed -n 's/^LABEL=//p' <<<"${facts}")"
  uuid="$(sed -n 's/^UUID=//p' <<<"${facts}")"
}

prepare() {
  inspect
  if [[ -n "${type}${table}" ]]; then
    [[ "${type}" == xfs && "${name}" == "${label}" ]] ||
      fail "${device} (${volume}) holds ${type:-a partition table (${table})} labelled \"${name}\", not PMM's data;" \
        "nothing was changed. If it is PMM's after all, give it the label: xfs_admin -L ${label} ${device}"
    return 0
  fi
  [[ "${PMM_VOLUME_RESTORED}" != true ]] ||
    fail "${device} (${volume}) was made from a snapshot and holds no file system; nothing was changed"
  cmp --silent --bytes=1048576 "${device}" /dev/zero ||
    fail "${device} (${volume}) holds data without a known signature; nothing was changed"
  say "${volume} is blank: formatting ${device}"
  mkfs.xfs -q -L "${label}" "${device}"
  inspect
}

mount_point_source() {
  findmnt --noheadings --output SOURCE --mountpoint "${mount_point}"
}

mount_it() {
  mkdir -p "${mount_point}"
  if ! mountpoint --quiet "${mount_point}"; then
    mount --types xfs --options noatime "UUID=${uuid}" "${mount_point}"
    # A volume made from a snapshot of this one has the same UUID. Should both be attached, the right one is meant.
    if [[ "$(mount_point_source)" != "${device}" ]]; then
      umount "${mount_point}"
      mount --types xfs --options noatime "${device}" "${mount_point}"
    fi
  fi
  [[ "$(mount_point_source)" == "${device}" ]] ||
    fail "${mount_point} is $(mount_point_source) and not ${device} (${volume})"
  xfs_growfs -d "${mount_point}" >/dev/null
  # User and group of the container.
  chown 1000:0 "${mount_point}"
}

rm -f "${ready_file}"
wait_for "asking the instance about itself" who_am_i
wait_for "attaching the data volume" attach
wait_for "the device of ${volume}" find_device
prepare
mount_it
mkdir -p "${ready_file%/*}"
echo "${volume}" >"${ready_file}"
say "${volume} is ${device}, mounted at ${mount_point}"
