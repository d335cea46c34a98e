package main

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

func main() {
	gin.SetMode(gin.ReleaseMode)
	router := gin.Default()
	router.GET("/health", func(c *gin.Context) { c.Status(http.StatusNoContent) })
	books := router.Group("/books")
	books.GET("/:name", func(c *gin.Context) {
		c.JSON(http.StatusOK, gin.H{"name": c.Param("name"), "language": "Go"})
	})
	router.Run()
}
