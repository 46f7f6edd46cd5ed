package httpx

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
)

// meter counts, times and weighs requests by status, method and route. The children of
// its metrics are looked up once for each kind of answer: labels in words cost more than
// the counting.
type meter struct {
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	response *prometheus.HistogramVec
	request  *prometheus.HistogramVec

	mu    sync.RWMutex
	known map[answered]*measures
}

// answered is a kind of answer.
type answered struct {
	status        int
	method, route string
}

type measures struct {
	requests                    prometheus.Counter
	duration, response, request prometheus.Observer
}

func newMeter(registry prometheus.Registerer) (*meter, error) {
	labels, sizes := []string{"code", "method", "url"}, []float64{1 << 10, 2 << 10, 5 << 10, 10 << 10, 100 << 10, 500 << 10, 1 << 20, 2.5 * (1 << 20), 5 << 20, 10 << 20}
	histogram := func(name, help string, buckets []float64) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "portal", Subsystem: "http", Name: name, Help: help, Buckets: buckets}, labels)
	}
	m := &meter{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "portal", Subsystem: "http", Name: "requests_total", Help: "Requests that were answered, by status, method and route."}, labels),
		duration: histogram("request_duration_seconds", "From a request's arrival until its answer was written.", prometheus.DefBuckets),
		response: histogram("response_size_bytes", "Sizes of answers' bodies.", sizes),
		request:  histogram("request_size_bytes", "Sizes of requests, about.", sizes),
		known:    map[answered]*measures{},
	}
	for _, c := range []prometheus.Collector{m.requests, m.duration, m.response, m.request} {
		if err := registry.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// middleware measures what goes through the chain.
func (m *meter) middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		begun := time.Now()
		err := next(c)
		m.measure(c, statusOf(c, err), time.Since(begun))
		return err
	}
}

// measure counts an answer.
func (m *meter) measure(c echo.Context, status int, took time.Duration) {
	r := c.Request()
	of := m.of(answered{status, knownMethod(r.Method), c.Path()})
	of.requests.Inc()
	of.duration.Observe(took.Seconds())
	of.response.Observe(float64(c.Response().Size))
	of.request.Observe(float64(sizeOf(r)))
}

func (m *meter) of(kind answered) *measures {
	m.mu.RLock()
	known := m.known[kind]
	m.mu.RUnlock()
	if known != nil {
		return known
	}
	labels := []string{strconv.Itoa(kind.status), kind.method, kind.route}
	known = &measures{
		requests: m.requests.WithLabelValues(labels...), duration: m.duration.WithLabelValues(labels...),
		response: m.response.WithLabelValues(labels...), request: m.request.WithLabelValues(labels...),
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known[kind] = known
	return known
}

// knownMethod keeps what a client makes up from becoming series without end.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

// sizeOf is about the size of a request in bytes, of its head as it came.
func sizeOf(r *http.Request) int {
	size := len(r.Method) + len(r.URL.Path) + len(r.Proto) + len(r.Host)
	for name, values := range r.Header {
		size += len(name)
		for _, value := range values {
			size += len(value)
		}
	}
	return size + int(max(r.ContentLength, 0))
}
