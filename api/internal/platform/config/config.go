// Package config is the only place that reads the environment.
//
// Load fills one struct once, checks it as a whole and reports every complaint
// together, so that an administrator mends a file once and not line by line.
package config

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
	"github.com/go-playground/validator/v10"

	"baq.kz/portal/api/internal/platform/country"
	"baq.kz/portal/api/internal/platform/lang"
)

// Environments.
const (
	Development = "development"
	Test        = "test"
	Production  = "production"
)

// Off is said of what can be turned off.
const Off = "off"

// Config is everything that can be set. It is passed by value and never changed.
type Config struct {
	Environment string `env:"PORTAL_ENVIRONMENT" envDefault:"development" validate:"oneof=development test production"`
	Listen      string `env:"PORTAL_LISTEN" envDefault:"127.0.0.1:8080" validate:"hostname_port"`
	Sites       string `env:"PORTAL_SITES" envDefault:"kk=http://localhost:8080,ru=http://rus.localhost:8080" validate:"required"`
	// Scripts are the other scripts that a language's site is rendered in, by the
	// alphabets of platform/kazscript; "none": in none. Those of a language without a site
	// are nobody's.
	Scripts  string `env:"PORTAL_SCRIPTS" envDefault:"kk=latin-2018+arabic-tote"`
	DataDir  string `env:"PORTAL_DATA_DIR" envDefault:".data" validate:"required"`
	MediaDir string `env:"PORTAL_MEDIA_DIR" envDefault:".data/media" validate:"required"`

	// MediaStore is where pictures are kept: in MediaDir, or in a bucket of an
	// S3-compatible store. The other one may be named, too, for `portal media move`.
	MediaStore  string `env:"PORTAL_MEDIA_STORE" envDefault:"folder" validate:"oneof=folder s3"`
	S3Endpoint  string `env:"PORTAL_S3_ENDPOINT" validate:"omitempty,http_url"` // https://s3.example.kz
	S3Bucket    string `env:"PORTAL_S3_BUCKET"`
	S3Region    string `env:"PORTAL_S3_REGION"`
	S3AccessKey string `env:"PORTAL_S3_ACCESS_KEY"`
	S3SecretKey string `env:"PORTAL_S3_SECRET_KEY_FILE,file" json:"-"`
	S3Prefix    string `env:"PORTAL_S3_PREFIX"` // before each key in the bucket

	PostgresPrimary  string `env:"PORTAL_POSTGRES_PRIMARY"`
	PostgresReplica  string `env:"PORTAL_POSTGRES_REPLICA"`
	PostgresPool     int    `env:"PORTAL_POSTGRES_POOL" envDefault:"16" validate:"min=2,max=500"`
	Redis            string `env:"PORTAL_REDIS"`
	RedisPassword    string `env:"PORTAL_REDIS_PASSWORD_FILE,file" json:"-"` // goes into Redis
	PostgresPassword string `env:"PORTAL_POSTGRES_PASSWORD_FILE,file" json:"-"`

	// Secret seals the signing keys. At least 32 bytes; in production from a file.
	Secret     string `env:"PORTAL_SECRET" json:"-"`
	SecretFile string `env:"PORTAL_SECRET_FILE,file" json:"-"`

	// PreviousSecretFiles name files with secrets that the portal had before: they
	// check what was coded and signed then, and make nothing new.
	PreviousSecretFiles []string `env:"PORTAL_PREVIOUS_SECRET_FILES"`

	// JournalHeadsDir is where signed heads of the journal are kept outside of the
	// database; empty: below DataDir.
	JournalHeadsDir string `env:"PORTAL_JOURNAL_HEADS_DIR"`
	// JournalMailTo gets the journal's signed head once a day; empty: nobody.
	JournalMailTo string `env:"PORTAL_JOURNAL_MAIL_TO" validate:"omitempty,email"`

	// SMTP is where letters are handed in, see platform/mail; empty: nowhere, and
	// outside production into the log and the data folder.
	SMTP         string `env:"PORTAL_SMTP"`
	SMTPPassword string `env:"PORTAL_SMTP_PASSWORD_FILE,file" json:"-"`
	// MailFrom is the sender of letters; empty: no-reply at the main site's host.
	MailFrom string `env:"PORTAL_MAIL_FROM"`

	// Clamd is the malware scanner, see platform/malware; empty: files are not scanned.
	// ClamdDown is what happens to files while it does not answer.
	Clamd     string `env:"PORTAL_CLAMD"`
	ClamdDown string `env:"PORTAL_CLAMD_DOWN" envDefault:"refuse" validate:"oneof=refuse quarantine"`

	// CountryDatabase is the file that tells an address's country, see platform/country;
	// empty or missing: no country is known. CountryLanguages are the languages that
	// readers of a country are sent to when their browser names none of ours.
	CountryDatabase  string `env:"PORTAL_COUNTRY_DATABASE" envDefault:"bin/country.mmdb"`
	CountryLanguages string `env:"PORTAL_COUNTRY_LANGUAGES" envDefault:"KZ=kk,RU=ru,BY=ru,KG=ru,TJ=ru,UZ=ru"`
	// Robots is whether search engines may list the sites; empty: in production they
	// may, elsewhere not.
	Robots string `env:"PORTAL_ROBOTS" validate:"omitempty,oneof=allow refuse"`
	// IndexNow is where search engines are told of changed pages
	// (https://api.indexnow.org/indexnow); empty: nobody is. IndexNowKey, which
	// anybody may know, shows them that it is us.
	IndexNow    string `env:"PORTAL_INDEXNOW" validate:"omitempty,http_url"`
	IndexNowKey string `env:"PORTAL_INDEXNOW_KEY"`

	AdminOrigin    string   `env:"PORTAL_ADMIN_ORIGIN" validate:"omitempty,http_url"`
	TrustedProxies []string `env:"PORTAL_TRUSTED_PROXIES" validate:"dive,cidr"`

	AccessTokenLife  time.Duration `env:"PORTAL_ACCESS_TOKEN_LIFE" envDefault:"10m" validate:"min=1m,max=1h"`
	SessionLife      time.Duration `env:"PORTAL_SESSION_LIFE" envDefault:"336h" validate:"min=1h,max=2160h"`
	CacheLife        time.Duration `env:"PORTAL_CACHE_LIFE" envDefault:"10m" validate:"min=5m,max=15m"`
	PageCache        string        `env:"PORTAL_PAGE_CACHE" envDefault:"on" validate:"oneof=on off"`         // off: each page is rendered anew, for measurements
	APIRate          int           `env:"PORTAL_API_RATE" envDefault:"600" validate:"min=1,max=1000000"`     // requests to the public API in a minute from one address
	KeyRate          int           `env:"PORTAL_PROGRAM_RATE" envDefault:"600" validate:"min=1,max=1000000"` // requests to the newsroom's API in a minute with one key
	UploadLimit      int64         `env:"PORTAL_UPLOAD_LIMIT" envDefault:"26214400" validate:"min=1048576,max=209715200"`
	PictureQuality   int           `env:"PORTAL_PICTURE_QUALITY" envDefault:"80" validate:"min=1,max=100"`
	PictureWidths    []int         `env:"PORTAL_PICTURE_WIDTHS" envDefault:"400,800,1200" validate:"min=1,max=8,unique,dive,min=100,max=4000"`
	PictureJPEG      int           `env:"PORTAL_PICTURE_JPEG_WIDTH" envDefault:"1200" validate:"min=400,max=4000"`
	JPEGQuality      int           `env:"PORTAL_PICTURE_JPEG_QUALITY" envDefault:"82" validate:"min=1,max=100"`
	PictureMegapixel int           `env:"PORTAL_PICTURE_MEGAPIXELS" envDefault:"60" validate:"min=1,max=200"`
	PictureWorkers   int           `env:"PORTAL_PICTURE_WORKERS" envDefault:"2" validate:"min=1,max=64"`
	ShutdownGrace    time.Duration `env:"PORTAL_SHUTDOWN_GRACE" envDefault:"15s" validate:"min=0s,max=5m"`
	AdminDocsPrivate bool          `env:"PORTAL_ADMIN_DOCS_PRIVATE" envDefault:"false"`
	LogLevel         string        `env:"PORTAL_LOG_LEVEL" envDefault:"info" validate:"oneof=debug info warn error"`

	// TestStack names a running PostgreSQL and Redis for tests; see platform/testkit.
	TestStack string `env:"PORTAL_TEST_STACK"`

	Languages lang.Set `env:"-"`
}

// Load reads the environment, given as a map (nil: the process's own).
func Load(environment map[string]string) (Config, error) {
	var c Config
	options := env.Options{}
	if environment != nil {
		options.Environment = environment
	}
	err := env.ParseWithOptions(&c, options)
	if err != nil {
		return c, complaint(err)
	}
	// Editors and `echo` end a file with a line break that is no part of a secret.
	for _, secret := range []*string{&c.SecretFile, &c.PostgresPassword, &c.RedisPassword, &c.SMTPPassword, &c.S3SecretKey} {
		*secret = strings.TrimRight(*secret, "\r\n")
	}
	if c.SecretFile != "" {
		c.Secret = c.SecretFile
	}
	c.Redis = withPassword(c.Redis, c.RedisPassword)
	languages, err := lang.Parse(c.Sites)
	if err == nil {
		languages, err = withScripts(languages, c.Scripts)
	}
	c.Languages = languages
	return c, complaint(errors.Join(err, c.check()))
}

func complaint(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("the configuration is not right: %w", err)
}

// check validates the fields, and what several of them say together.
func (c Config) check() error {
	var all []error
	var fields validator.ValidationErrors
	if err := validator.New(validator.WithRequiredStructEnabled()).Struct(c); errors.As(err, &fields) {
		for _, f := range fields {
			all = append(all, fmt.Errorf("%s: %q does not satisfy %s %s", envName(f.StructField()), fmt.Sprint(f.Value()), f.Tag(), f.Param()))
		}
	} else if err != nil {
		all = append(all, err)
	}
	all = append(all, c.checkMail()...)
	all = append(all, c.checkStore()...)
	all = append(all, c.checkClamd()...)
	if _, err := country.ParseLanguages(c.CountryLanguages); err != nil {
		all = append(all, fmt.Errorf("PORTAL_COUNTRY_LANGUAGES: %w", err))
	}
	all = append(all, c.checkIndexNow()...)
	if c.Environment == Production {
		all = append(all, c.checkProduction()...)
	}
	return errors.Join(all...)
}

func (c Config) checkProduction() []error {
	var all []error
	if len(c.Secret) < 32 {
		all = append(all, errors.New("PORTAL_SECRET_FILE: a secret of at least 32 bytes is needed in production"))
	}
	if c.PostgresPrimary == "" {
		all = append(all, errors.New("PORTAL_POSTGRES_PRIMARY: the primary's address is needed in production"))
	}
	for _, l := range c.Languages.All() {
		if l.Site.Scheme != "https" {
			all = append(all, fmt.Errorf("PORTAL_SITES: %s must be https in production", l.Site))
		}
	}
	return all
}
