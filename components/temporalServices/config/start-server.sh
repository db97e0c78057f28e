# shellcheck shell=sh
# Starts one role of the Temporal server: ROLE is in $SERVICES. Runs in the image's shell, as its user, with no file of
# ours in the image: both files come in by variables.
set -eu

# The mount for configuration is empty at each start. Where the image has that directory under another owner, the mount
# takes its mode over and the server's user cannot write there; nothing in the files is secret, so another place serves.
directory=/etc/temporal/config/dynamicconfig
if [ ! -w "$directory" ]; then
  echo "cannot write to $directory: give it mode 1777 in the image; using a directory in /tmp" >&2
  directory=$(mktemp -d)
fi
export DYNAMIC_CONFIG_FILE_PATH="$directory/dynamicconfig.yaml"
printf '%s' "$TEMPORAL_DYNAMIC_CONFIG_CONTENT" >"$DYNAMIC_CONFIG_FILE_PATH"
printf '%s' "$TEMPORAL_CONFIG_TEMPLATE" >"$directory/server.yaml"

# Members of the ring are told the task's own address, which only its metadata knows: tasks have a new one each time.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html
TEMPORAL_BROADCAST_ADDRESS=$(wget -q -T 5 -O - "$ECS_CONTAINER_METADATA_URI_V4" |
  sed -n 's/.*"IPv4Addresses" *: *\[ *"\([0-9.]*\)".*/\1/p')
if [ -z "$TEMPORAL_BROADCAST_ADDRESS" ]; then
  echo "the task's metadata tells no address" >&2
  exit 1
fi
export TEMPORAL_BROADCAST_ADDRESS

# The server refuses --config-file beside these, which images of others may set.
unset TEMPORAL_ROOT TEMPORAL_CONFIG_DIR TEMPORAL_ENVIRONMENT TEMPORAL_AVAILABILITY_ZONE TEMPORAL_AVAILABILTY_ZONE

exec temporal-server --config-file "$directory/server.yaml" --allow-no-auth start --service "$SERVICES"
