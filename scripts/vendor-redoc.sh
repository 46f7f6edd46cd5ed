#!/usr/bin/env bash
# Copies Redoc's bundle from the npm package into the program. The one outside
# image that it would fetch, its vendor's logo, becomes an empty one.
set -euo pipefail
cd "$(dirname "$0")/.."
from=admin-ui/node_modules/redoc/bundles
to=api/internal/platform/apidocs/assets
mkdir -p "$to"
sed 's#https://cdn\.redoc\.ly/redoc/logo-mini\.svg#data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E#g; s#^//\# sourceMappingURL=.*##' \
  "$from/redoc.standalone.js" > "$to/redoc.standalone.js"
cp "$from/redoc.standalone.js.LICENSE.txt" "$to/redoc.standalone.js.LICENSE.txt"
if grep -q 'cdn\.redoc\.ly' "$to/redoc.standalone.js"; then
  echo "the bundle still names cdn.redoc.ly: look at what this version of Redoc fetches" >&2
  exit 1
fi
