// Command visits serves a page and counts who looks at it.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"example.com/visits/web"
)

const dataDir = "data"

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "address to listen on")
	flag.Parse()

	if err := os.MkdirAll(dataDir, 0o755); err != nil {
		log.Fatal(err)
	}
	counter := &counter{file: filepath.Join(dataDir, "visits")}
	http.Handle("GET /", http.FileServerFS(web.Files()))
	http.Handle("GET /api/visits", counter)
	http.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	log.Fatal(http.ListenAndServe(*addr, nil))
}

type counter struct {
	file string
	sync.Mutex
}

func (c *counter) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	c.Lock()
	defer c.Unlock()
	text, _ := os.ReadFile(c.file)
	visits, _ := strconv.Atoi(string(text))
	visits++
	if err := os.WriteFile(c.file, []byte(strconv.Itoa(visits)), 0o644); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	fmt.Fprintf(w, `{"visits":%d}`, visits)
}
