# BAQ Portal. `make help` explains the targets; the work is in scripts/.
.DEFAULT_GOAL := help
SHELL := /bin/sh
# The same everywhere, scripts/build.sh included: what differs is compiled twice.
export GOFLAGS := $(filter-out -trimpath,$(GOFLAGS)) -trimpath
go_test := go run ./api/cmd/teststack go test
# What takes longest, to begin with; the tests wait more than they work, and so four
# packages at a time, and three tests of each, take little longer than two. Tidying up less
# often saves processor time.
go_test_quick := GOGC=400 $(go_test) -short -p 4 -parallel 3 ./api/internal/website ./api/internal/app ./...
go_test_on_disk := go run ./api/cmd/teststack -disk go test

.PHONY: help
help: ## Show this list
	@echo "make run is all that a newcomer needs; make test proves that it works."
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install what is missing on this machine (run and test do it, too)
	@scripts/install-tools.sh
	@scripts/install-packages.sh

.PHONY: build
build: setup ## Build bin/portal and the panel, where their sources have changed
	@scripts/build.sh

.PHONY: run
run: build ## Run the whole newsroom: http://localhost:8080, or PORT=number (Ctrl-C ends it)
	@exec bin/portal dev $(if $(PORT),--port $(PORT))

.PHONY: seed
seed: build ## Fill the demo newsroom; ARTICLES=100000 adds a volume
	bin/portal migrate && bin/portal seed $(if $(ARTICLES),--articles $(ARTICLES))

.PHONY: generate
generate: setup ## Make bundles, Go servers and TypeScript types from openapi/
	@scripts/generate.sh

.PHONY: check
check: setup ## Format, vet, lint, architecture, contracts, generated code, translations
	@scripts/check.sh

.PHONY: test-quick
test-quick: ## Go tests without the slow ones, in at most three minutes
	$(go_test_quick)

.PHONY: test-panel
test-panel: setup ## Unit tests of the panel
	npm test --prefix admin-ui

.PHONY: journey
journey: tools-for-tests build ## A browser lives through a newsroom's day
	scripts/with-newsroom.sh npm run journey --prefix admin-ui

.PHONY: test-go
test-go: tools-for-tests ## All Go tests, on a real PostgreSQL and Redis
	$(go_test) $(if $(CI),-count=1) -timeout 20m ./...

.PHONY: test-race
test-race: tools-for-tests ## All Go tests with the race detector
	$(go_test) -race -timeout 30m ./...

.PHONY: test
test: tools-for-tests test-panel journey test-go ## Everything: the panel, the journey, all Go tests

.PHONY: tools-for-tests
tools-for-tests:
	@scripts/install-tools.sh tests
	@scripts/install-packages.sh

.PHONY: prove-schedule
prove-schedule: tools-for-tests ## 2,000 schedules, two services that are killed, a clock that jumps: never early, never twice
	PROVE_SCHEDULE=yes $(go_test) -count=1 -timeout 10m -v -run TestTheScheduleIsKept ./api/internal/app

.PHONY: prove-uploads
prove-uploads: tools-for-tests ## 300 uploads while children, services and the database are killed: none lost, no half picture
	PROVE_UPLOADS=yes $(go_test) -count=1 -timeout 30m -v -run TestNoUploadIsLost ./api/internal/app

.PHONY: prove-login
prove-login: tools-for-tests ## 2 x 1,000 logins, known against unknown; 200 logins a second for a minute beside the panel
	PROVE_LOGIN=yes $(go_test) -count=1 -timeout 15m -v -run 'TestLoginTimes|TestALoginFlood' ./api/internal/app

.PHONY: prove-media
prove-media: tools-for-tests ## 2,000 pictures converted with three kills are byte-equal to an undisturbed conversion
	PROVE_MEDIA=yes $(go_test) -count=1 -timeout 60m -v -run TestAKilledConversionIsGoneOnWith ./api/internal/features/photobank

.PHONY: prove-photobank
prove-photobank: tools-for-tests ## The photobank's lists under all filters among a million pictures: what they read, how long they take
	PROVE_PHOTOBANK=yes $(go_test_on_disk) -count=1 -timeout 60m -v -run TestThePhotobanksListsReadNoMore ./api/internal/app

.PHONY: prove-freshness
prove-freshness: tools-for-tests ## 10,000 changes (CHANGES=) on two caches and on two whole portals, Redis killed, renders held: no old answer, no error
	PROVE_FRESHNESS=$(or $(CHANGES),10000) $(go_test) -count=1 -timeout 10m -v -run TestNoChangeIsAnsweredBeforeItIsSeen ./api/internal/platform/cache
	PROVE_FRESHNESS=$(or $(CHANGES),10000) $(go_test) -count=1 -timeout 4h -v -run TestNoPageOfTwoPortalsIsOld ./api/internal/app

.PHONY: prove-faults
prove-faults: tools-for-tests ## Two portals under load while Redis and the replica are killed, stopped, slowed, filled, emptied, while a cluster fails over: no error, nothing old
	PROVE_FAULTS=yes $(go_test) -count=1 -timeout 30m -v -run "TestNoFaultIsSeenByReaders|TestNoFailoverIsSeenByReaders" ./api/internal/app

.PHONY: prove-plans
prove-plans: tools-for-tests ## What readers' pages read of PostgreSQL among a million articles
	PROVE_PLANS=1000000 $(go_test_on_disk) -count=1 -timeout 60m -v -run TestReadersPagesReadNoMore ./api/internal/app

.PHONY: prove-images
prove-images: ## 100,000 damaged pictures: each is refused or shown, and the service lives on; takes half an hour
	PROVE_IMAGES=100000 go test -count=1 -timeout 4h -v -run 'TestMutatedFiles|HostileFilesCostLittle' ./api/internal/features/photobank/rendition

.PHONY: prove-pages
prove-pages: tools-for-tests build ## Lighthouse and the Nu HTML checker on the public pages; DATA=folder brings in real items first
	scripts/prove-pages.sh $(DATA)

.PHONY: bench
bench: ## Benchmarks of the hot paths
	$(go_test) -run '^$$' -bench . -benchmem ./api/...

.PHONY: bench-lists
bench-lists: tools-for-tests ## What pages cost the database at 1,000 and at 100,000 articles; ARTICLES=number,number
	@scripts/build.sh go
	bin/portal bench lists $(if $(ARTICLES),--articles $(ARTICLES)) $(if $(PORTAL),--portal $(PORTAL))

.PHONY: bench-pages
bench-pages: tools-for-tests ## Pages and API under load, cached and not, while articles are published, beside bare and plain Echo and nginx; ARTICLES=number,number WORDPRESS=yes
	@scripts/build.sh go
	@scripts/build.sh yardstick
	$(if $(WORDPRESS),@scripts/install-tools.sh wordpress)
	$(if $(WORDPRESS),scripts/wordpress/run.sh) sh -c 'exec bin/portal bench pages $(if $(WORDPRESS),--wordpress "$$WORDPRESS_ARTICLES") $(if $(ARTICLES),--articles $(ARTICLES)) $(if $(PORTAL),--portal $(PORTAL))'

.PHONY: bench-articles
bench-articles: tools-for-tests ## How many articles a second 8 clients create through the newsroom's API
	@scripts/build.sh go
	bin/portal bench articles $(if $(PORTAL),--portal $(PORTAL))

.PHONY: bench-journal
bench-journal: tools-for-tests ## How many journalled writes a second there may be, beside plain ones
	@scripts/build.sh go
	bin/portal bench journal

.PHONY: prove-journal
prove-journal: tools-for-tests ## 1,000 tamperings are found; how long a million entries take to verify
	$(go_test) -count=1 -timeout 10m -v -run TestEveryTamperingIsFound ./api/internal/features/journal
	@scripts/build.sh go
	bin/portal bench verify

.PHONY: bench-integrity
bench-integrity: tools-for-tests ## How long the checks of what readers see take with 100,000 articles
	@scripts/build.sh go
	bin/portal bench integrity

.PHONY: bench-images
bench-images: tools-for-tests ## What a photograph's renditions cost beside libvips, how alike they are, a batch through the pool
	@scripts/build.sh go
	bin/portal bench images $(if $(DATA),--data $(DATA))

.PHONY: bench-search
bench-search: tools-for-tests ## How well the search finds real sentences, and how fast: ARTICLES=1000000 among so many
	@scripts/build.sh go
	bin/portal bench search $(if $(ARTICLES),--articles $(ARTICLES)) $(if $(PORTAL),--portal $(PORTAL))

.PHONY: screenshots
screenshots: tools-for-tests build ## Pictures of the sites into .data/screenshots
	scripts/with-newsroom.sh scripts/screenshots.sh

.PHONY: try-real
try-real: build ## Put real items through the API and read all of them back: DATA=folder
	go run ./scripts/tryreal $(if $(DATA),-data $(DATA))
