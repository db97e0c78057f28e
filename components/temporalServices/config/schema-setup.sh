# shellcheck shell=sh
# Makes Temporal's tables in DSQL, or brings them to the image's version. Can be run again at any time.
set -eu
# The tables of versions, which are left as they are where they exist.
temporal-dsql-tool setup-schema --version 0.0
# Everything else, from the version found to the newest one in the image.
temporal-dsql-tool update-schema --schema-name dsql/temporal
