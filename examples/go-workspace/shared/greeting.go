// Package shared is imported by the other modules of the workspace.
package shared

// Greeting says hello to somebody.
func Greeting(name string) string {
	return "Hello, " + name
}
