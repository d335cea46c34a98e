// Command checksum serves the checksum of a path, which C code computes.
package main

// #include <stdint.h>
//
// static uint32_t djb2(const char *text) {
//   uint32_t hash = 5381;
//   while (*text) hash = hash * 33 + (unsigned char)*text++;
//   return hash;
// }
//
// #include <stdlib.h>
import "C"

import (
	"fmt"
	"log"
	"net/http"
	"unsafe"
)

func checksum(text string) uint32 {
	raw := C.CString(text)
	defer C.free(unsafe.Pointer(raw))
	return uint32(C.djb2(raw))
}

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%s %08x\n", r.URL.Path, checksum(r.URL.Path))
	})
	log.Fatal(http.ListenAndServe(":9000", nil))
}
