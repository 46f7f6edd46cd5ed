package website

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"baq.kz/portal/api/internal/website/view"
)

// sightPath is the address of the special version's settings.
const sightPath = "/accessible"

// accessible shows the settings of the special version. It knows the reader's
// choice, so no cache keeps it.
func (s *Site) accessible(c echo.Context) error {
	v, err := s.visit(c)
	if err != nil {
		return err
	}
	chosen := sightOf(c.Request())
	page, err := s.render(c.Request().Context(), v, func(context.Context, visit) (draft, error) {
		title := say(v.locale, "sight.title")
		return draft{
			title: say(v.locale, "site.titled", "title", title), description: say(v.locale, "sight.lead"),
			versions: s.everywhere(sightPath), tags: tagged(), content: sightForm(v, chosen, s.cameFrom(c)),
		}, nil
	})
	if err != nil {
		return err
	}
	s.protect(c)
	private(c)
	c.Response().Header().Set("Content-Language", v.tag())
	return c.HTMLBlob(http.StatusOK, chosen.apply(page, s.sayAs(v.tag(), "sight.picture")).Body)
}

// cameFrom is the path that the form leads back to: the one it was told, or the
// page of this site that linked here.
func (s *Site) cameFrom(c echo.Context) string {
	if to := c.QueryParam("to"); to != "" {
		return ownPath(to)
	}
	from, err := url.Parse(c.Request().Referer())
	if err != nil || from.Host != c.Request().Host || from.Path == sightPath {
		return "/"
	}
	return ownPath(from.RequestURI())
}

func sightForm(v visit, chosen sight, back string) view.Accessible {
	form := view.Accessible{On: chosen != nil, Back: back}
	for i, group := range sightGroups {
		shown := view.ChoiceGroup{Name: group.name}
		for j, value := range group.values {
			on := j == group.preset
			if chosen != nil {
				on = chosen[i] == value
			}
			shown.Choices = append(shown.Choices, view.Choice{Value: value, On: on})
		}
		form.Groups = append(form.Groups, shown)
	}
	return form
}

// chooseSight answers the form: it remembers the choice, or forgets it, and leads
// back. Forms of other sites are refused.
func (s *Site) chooseSight(c echo.Context) error {
	if origin := c.Request().Header.Get(echo.HeaderOrigin); origin != "" {
		from, err := url.Parse(origin)
		if err != nil || from.Host != c.Request().Host {
			return echo.ErrForbidden
		}
	}
	values := make([]string, len(sightGroups))
	for i, group := range sightGroups {
		values[i] = c.FormValue(group.name)
	}
	chosen := chosenSight(values)
	if c.FormValue("off") == "" && chosen == nil {
		return echo.ErrBadRequest
	}
	cookie := &http.Cookie{
		Name: sightCookie, Path: "/", MaxAge: choiceLife, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: s.languages.Main().Site.Scheme == "https", Value: chosen.cookie(),
	}
	if c.FormValue("off") != "" {
		cookie.Value, cookie.MaxAge = "", -1
	}
	c.SetCookie(cookie)
	private(c)
	return c.Redirect(http.StatusSeeOther, ownPath(c.FormValue("to")))
}
