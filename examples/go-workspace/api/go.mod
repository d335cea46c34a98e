module example.com/workspace/api

go 1.26

require example.com/workspace/shared v0.0.0
