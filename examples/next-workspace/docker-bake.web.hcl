# docker buildx bake -f docker-bake.web.hcl --load            for this machine
# docker buildx bake -f docker-bake.web.hcl release --push    for every platform, with provenance and SBOM
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
  tags = ["${REGISTRY}web:${TAG}"]
}

target "base" {
  context    = "."
  dockerfile = "apps/web/Dockerfile"
  cache-from = cache("web", "")
}

target "production" {
  inherits = ["base", "docker-metadata-action"]
  target   = "production"
  cache-to = cache("web", ",mode=max")
}

target "development" {
  inherits = ["base"]
  target   = "development"
  tags     = ["${REGISTRY}web:development"]
}

target "debug" {
  inherits = ["base"]
  target   = "debug"
  tags     = ["${REGISTRY}web:debug"]
}

target "release" {
  inherits  = ["production"]
  platforms = split(",", PLATFORMS)
  attest    = ["type=provenance,mode=max", "type=sbom"]
}
