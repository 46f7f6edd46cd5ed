package app

import (
	"path/filepath"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/features/photobank"
	"baq.kz/portal/api/internal/features/photobank/rendition"
	"baq.kz/portal/api/internal/platform/config"
	"baq.kz/portal/api/internal/platform/fetch"
)

// imageService delivers pictures, and makes them of uploads that came in parts. A
// whole file in one request is made by the newsroom's API, which takes it.
func imageService() role {
	return role{
		routes: func(a *App, e *echo.Echo) error {
			a.Photobank.Media().Register(e)
			return nil
		},
		loops: map[string]loop{"cache": (*App).tellNode, "witness": (*App).witnessJournal, "uploads": (*App).makeUploads},
	}
}

// recipe is what is made of each picture, by the configuration.
func (a *App) recipe() rendition.Recipe {
	c := a.Config
	widths := slices.Sorted(slices.Values(c.PictureWidths))
	return rendition.Recipe{Widths: widths, Quality: c.PictureQuality, JPEGWidth: c.PictureJPEG, JPEGQuality: c.JPEGQuality}
}

func (a *App) photobank(secret []byte) (*photobank.Service, error) {
	c := a.Config
	store, err := MediaStore(c, c.MediaStore)
	if err != nil {
		return nil, err
	}
	signer, err := photobank.NewSigner(secret, c.Environment)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return nil, err
	}
	scanner, err := c.MalwareScanner(a.uploads.scanned)
	if err != nil {
		return nil, err
	}
	return photobank.New(photobank.Deps{
		Scanner: scanner, Quarantine: c.ClamdDown == config.Quarantine, Fetch: fetch.New(fetch.Options{}),
		DB: a.DB, Journal: a.Journal, Outbox: a.Outbox, Seals: a.Seals, Store: store, Signer: signer, Languages: c.Languages, Zone: zone, Now: time.Now,
		UploadLimit: c.UploadLimit, Workers: c.PictureWorkers, Recipe: a.recipe(), Limits: a.pictureLimits(),
		TempDir: filepath.Join(c.DataDir, "uploads"), Log: a.Log,
	})
}

// pictureLimits are what one picture may cost, by the configuration.
func (a *App) pictureLimits() rendition.Limits {
	l := rendition.DefaultLimits()
	l.Pixels = a.Config.PictureMegapixel << 20
	return l
}
