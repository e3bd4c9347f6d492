#!/bin/sh
# Makes the pages' style sheet and script again and writes them to graph_service/web/static, and
# axe-core to tests/browser/vendor. Needs node 20 or newer and npm; nobody needs either at run time.
set -eu
cd "$(dirname "$0")"
static=../graph_service/web/static
vendor=../tests/browser/vendor

[ "${1:-}" = --keep ] || npm ci --ignore-scripts --no-audit --no-fund
mkdir -p "$static/images" "$static/licences" "$vendor"

node_modules/.bin/sass --no-source-map --style=compressed --load-path=. \
  styles/pursuit.scss "$static/pursuit.css"
node_modules/.bin/esbuild scripts/pursuit.js --bundle --minify --format=esm --target=es2020 \
  --legal-comments=none --log-level=warning --outfile="$static/pursuit.js"
cp favicon.svg "$static/favicon.svg"
cp node_modules/@ministryofjustice/frontend/moj/assets/images/icon-document.svg "$static/images/"
cp licences/*.txt "$static/licences/"
cp node_modules/axe-core/axe.min.js node_modules/axe-core/LICENSE "$vendor/"

# The list by which a reviewer or a test sees that nothing was changed by hand.
(cd "$static" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
