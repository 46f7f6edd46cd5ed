package indexnow

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// submission is the protocol's request.
type submission struct {
	Host        string   `json:"host"`
	Key         string   `json:"key"`
	KeyLocation string   `json:"keyLocation"`
	URLs        []string `json:"urlList"`
}

// longestWait is how long we let ourselves be put off.
const longestWait = 6 * time.Hour

// send hands addresses in. After an error wait says how long the search engine asks
// us to wait; less than 0: it will never take these.
func (s *Service) send(ctx context.Context, claimed []address) (wait time.Duration, err error) {
	in := submission{Host: claimed[0].Host, Key: s.deps.Key}
	for _, a := range claimed {
		in.URLs = append(in.URLs, a.URL)
	}
	language, known := s.deps.Languages.ByHost(in.Host)
	if !known {
		return -1, fmt.Errorf("%s is no longer ours", in.Host)
	}
	in.KeyLocation = language.URL("/" + s.deps.Key + ".txt")
	body, err := json.Marshal(in)
	if err != nil {
		return -1, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.deps.Endpoint, bytes.NewReader(body))
	if err != nil {
		return -1, err
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	answer, err := s.deps.Client.Do(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 4<<10)) // so that the connection can serve again
	return verdict(answer)
}

// verdict reads the answer by the protocol: 200 and 202 are yes; 400 and 422 say that
// the request itself is wrong; all else (403: the key was not found yet, 429, 5xx)
// may pass.
func verdict(answer *http.Response) (wait time.Duration, err error) {
	switch answer.StatusCode {
	case http.StatusOK, http.StatusAccepted:
		return 0, nil
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return -1, fmt.Errorf("the search engine answered %s", answer.Status)
	}
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && seconds > 0 {
		wait = min(time.Duration(seconds)*time.Second, longestWait)
	}
	return wait, fmt.Errorf("the search engine answered %s", answer.Status)
}
