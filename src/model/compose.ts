/** The names that Compose looks for, in its order. @see https://docs.docker.com/compose/intro/compose-application-model/#the-compose-file */
export const COMPOSE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
