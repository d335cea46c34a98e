package shared

import "testing"

func TestGreeting(t *testing.T) {
	if Greeting("you") != "Hello, you" {
		t.Fatal(Greeting("you"))
	}
}
