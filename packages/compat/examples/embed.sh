#!/usr/bin/env bash
# Embeddings through Weighbridge with curl: what it answers on standard output, what it cost on standard error.
set -euo pipefail
url=${WEIGHBRIDGE_URL:-http://127.0.0.1:4100}

headers=$(mktemp)
trap 'rm -f "$headers"' EXIT
curl -sS --fail-with-body "$url/v1/embeddings" \
  -H "Authorization: Bearer $WEIGHBRIDGE_KEY" \
  -H 'Content-Type: application/json' \
  -D "$headers" \
  -d '{
    "model": "text-embedding-3-small",
    "input": ["Reset your password from the sign-in page.", "The office is closed on public holidays."],
    "dimensions": 256,
    "encoding_format": "float"
  }'
grep -i '^x-weighbridge-' "$headers" >&2
