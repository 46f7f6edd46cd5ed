#!/bin/sh
# Makes everything that comes from the contracts in openapi/: the bundles, the
# Go servers and the panel's types. All of it is committed, so that a build of
# the server needs no Node. Run from the project's root.
set -eu
. scripts/progress.sh

export PATH="$PWD/admin-ui/node_modules/.bin:$PATH" REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
mkdir -p openapi/bundle admin-ui/contract
for contract in public admin; do
	mkdir -p api/internal/contract/$contract
	step "bundling the $contract contract" redocly bundle openapi/$contract.yaml -o openapi/bundle/$contract.yaml
	step "generating Go for the $contract contract" go tool -modfile=scripts/tools.mod oapi-codegen \
		-config openapi/codegen.$contract.yaml openapi/bundle/$contract.yaml
	step "generating TypeScript for the $contract contract" openapi-typescript openapi/bundle/$contract.yaml -o admin-ui/contract/$contract.d.ts
done
