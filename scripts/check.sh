#!/bin/sh
# Everything that can be said about the code without running it. Run from the
# project's root.
set -eu
. scripts/progress.sh
export PATH="$PWD/admin-ui/node_modules/.bin:$PATH" REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true

formatted() {
	unformatted=$(git ls-files -z --cached --others --exclude-standard '*.go' | xargs -0 ls 2>/dev/null | xargs gofmt -l)
	[ -z "$unformatted" ] || fail "run gofmt on: $unformatted"
}

scripts_parse() {
	for script in scripts/*.sh scripts/*/*.sh .ci/run deploy/*/*.sh; do sh -n "$script" || return 1; done
}

generated() { find openapi/bundle api/internal/contract admin-ui/contract -type f | checksum; }

generated_is_fresh() {
	before=$(generated)
	scripts/generate.sh || return 1
	[ "$before" = "$(generated)" ] || fail "the generated files were not up to date: run make generate and commit them"
}

# The public contract is a promise: what worked before this change works after
# it. Compared with the last release, and before the first one with the last
# commit. openapi/accepted-changes.txt may list what was decided all the same.
contract_keeps_its_promise() {
	base=$(git describe --tags --abbrev=0 2>/dev/null || true)
	if [ -z "$base" ]; then
		git diff --quiet HEAD -- openapi && base=HEAD~1 || base=HEAD
	fi
	old=$(mktemp)
	if ! git show "$base:openapi/bundle/public.yaml" >"$old" 2>/dev/null; then
		echo "there is no earlier contract at $base"
		rm -f "$old"
		return 0
	fi
	accepted=
	[ ! -e openapi/accepted-changes.txt ] || accepted="--err-ignore openapi/accepted-changes.txt --warn-ignore openapi/accepted-changes.txt"
	result=0
	go tool -modfile=scripts/tools.mod oasdiff breaking "$old" openapi/bundle/public.yaml --fail-on WARN $accepted || result=$?
	rm -f "$old"
	return $result
}

# What Node checks has one thread, and so goes beside what Go checks; what it says comes after.
node_checks() {
	step "lint of the contracts" redocly lint openapi/public.yaml openapi/admin.yaml &&
		step "translations of the panel" npm run check:locales --prefix admin-ui &&
		step "types of the panel" npm run typecheck --prefix admin-ui
}

go_checks() {
	step "vet" go vet ./... &&
		step "staticcheck" go tool -modfile=scripts/tools.mod staticcheck ./... &&
		step "architecture" go test -count=1 ./api &&
		step "no breaking change of the public contract" contract_keeps_its_promise &&
		step "translations of the site" go test -count=1 ./api/internal/website/locales
}

step "format" formatted
step "scripts" scripts_parse
step "generated code is fresh" generated_is_fresh
said=$(mktemp)
node_checks >"$said" 2>&1 &
beside=$!
result=0
go_checks || result=1
wait $beside || result=1
cat "$said"
rm -f "$said"
exit $result
