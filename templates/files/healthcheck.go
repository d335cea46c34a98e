package main

import (
	"os"
	"strconv"
	"syscall"
)

// healthcheck PORT [PATH LIMIT]: connects; with a path, wants a status from 200 to below the limit.
func main() {
	port, _ := strconv.Atoi(os.Args[1])
	server, _ := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if syscall.Connect(server, &syscall.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}}) != nil {
		os.Exit(1)
	}
	if len(os.Args) > 2 {
		answer := []byte("HTTP/1.1 000")
		syscall.Write(server, []byte("GET "+os.Args[2]+" HTTP/1.0\r\nHost: localhost\r\n\r\n"))
		syscall.Read(server, answer)
		if status := string(answer[9:]); status < "200" || status >= os.Args[3] {
			os.Exit(1)
		}
	}
}
