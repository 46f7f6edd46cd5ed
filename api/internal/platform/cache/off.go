package cache

import "context"

// Disable has every page rendered for each who asks, for measurements.
func (p *Pages) Disable() { p.off = true }

// Keeps tells whether pages are kept at all; see Disable.
func (p *Pages) Keeps() bool { return !p.off }

// bare renders as if there were no cache, but for its clock, and codes nothing: who
// measures pages does not want to measure brotli.
func (p *Pages) bare(ctx context.Context, render Render) (Page, error) {
	ctx, leave, err := p.enter(ctx)
	if err != nil {
		return Page{}, err
	}
	defer leave()
	page, err := render(p.ForReaders(ctx))
	page.ETag = tagOf(page.Body)
	return page, err
}
