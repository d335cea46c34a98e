// Package web holds the pages.
package web

import (
	_ "embed"
	"html/template"
	"net/http"

	"github.com/google/uuid"
)

//go:embed style.css
var style []byte

// NewHandler serves the page that is made from the template file.
func NewHandler(file string) (http.Handler, error) {
	page, err := template.ParseFiles(file)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", uuid.NewString())
		_ = page.Execute(w, map[string]string{"Name": "Go"})
	})
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/css")
		_, _ = w.Write(style)
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	return mux, nil
}
