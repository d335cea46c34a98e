// Command greet prints a greeting and ends.
package main

import (
	"flag"
	"fmt"
)

func main() {
	name := flag.String("name", "Go", "whom to greet")
	flag.Parse()
	fmt.Printf("Hello from %s\n", *name)
}
