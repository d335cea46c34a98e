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

variable "VITE_API_URL" {
  default = null
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
  tags = ["${REGISTRY}vite-site:${TAG}"]
}

target "base" {
  context    = "."
  dockerfile = "Dockerfile"
  args = {
    VITE_API_URL = VITE_API_URL
  }
  cache-from = cache("vite-site", "")
}

target "production" {
  inherits = ["base", "docker-metadata-action"]
  target   = "production"
  cache-to = cache("vite-site", ",mode=max")
}

target "development" {
  inherits = ["base"]
  target   = "development"
  tags     = ["${REGISTRY}vite-site:development"]
}

target "debug" {
  inherits = ["base"]
  target   = "debug"
  tags     = ["${REGISTRY}vite-site:debug"]
}

target "release" {
  inherits  = ["production"]
  platforms = split(",", PLATFORMS)
  attest    = ["type=provenance,mode=max", "type=sbom"]
}
