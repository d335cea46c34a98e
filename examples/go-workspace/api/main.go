package main

import (
	"fmt"
	"log"
	"net/http"
	"os"

	"example.com/workspace/shared"
)

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		log.Fatal("PORT must be set")
	}
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, shared.Greeting("the workspace"))
	})
	log.Fatal(http.ListenAndServe(":"+port, nil))
}
