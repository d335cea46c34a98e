package main

import (
	"testing"

	"github.com/gin-gonic/gin"
)

func TestRouter(t *testing.T) {
	if gin.New() == nil {
		t.Fatal("no router")
	}
}
