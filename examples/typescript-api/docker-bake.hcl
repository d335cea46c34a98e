# docker buildx bake --load            for this machine
# docker buildx bake release --push    for every platform, with provenance and SBOM
variable "REGISTRY" {
  description = "what stands before the name of an image, such as ghcr.io/example/"
  default     = ""
}

variable "TAG" {
  default = "latest"
}

variable "CACHE" {
  description = "where builds on other machines find what this one built: gha, or registry for images called :cache"
  default     = ""
}

variable "PLATFORMS" {
  default = "linux/amd64,linux/arm64"
}

function "cache" {
  params = [image, mode]
  result = {
    ""       = []
    gha      = ["type=gha,scope=${image}${mode}"]
    registry = ["type=registry,ref=${REGISTRY}${image}:cache${mode}"]
  }[CACHE]
}

group "default" {
  targets = ["production"]
}

# docker/metadata-action writes its tags and labels over these.
target "docker-metadata-action" {
  tags = ["${REGISTRY}typescript-api:${TAG}"]
}

target "base" {
  context    = "."
  dockerfile = "Dockerfile"
  cache-from = cache("typescript-api", "")
}

target "production" {
  inherits = ["base", "docker-metadata-action"]
  target   = "production"
  cache-to = cache("typescript-api", ",mode=max")
}

target "test" {
  inherits = ["base"]
  target   = "test"
  output   = ["type=cacheonly"]
}

target "development" {
  inherits = ["base"]
  target   = "development"
  tags     = ["${REGISTRY}typescript-api:development"]
}

target "debug" {
  inherits = ["base"]
  target   = "debug"
  tags     = ["${REGISTRY}typescript-api:debug"]
}

target "release" {
  inherits  = ["production"]
  platforms = split(",", PLATFORMS)
  attest    = ["type=provenance,mode=max", "type=sbom"]
}
