import { describe, expect, test } from '@jest/globals';
import { composeOf, go, node, python, type Files } from './support/compose.ts';

describe('a database is told by the names that the code reads', () => {
  test.each<[string, Files, string, Record<string, string>]>([
    [
      'a URL in Node',
      node({ pg: '8' }, 'new Pool({ connectionString: process.env.DATABASE_URL })'),
      'postgres:18',
      { DATABASE_URL: 'postgresql://app:${POSTGRES_PASSWORD:-development}@postgres:5432/app' },
    ],
    [
      'parts in Node',
      node({ mysql2: '3' }, 'const { MYSQL_HOST, MYSQL_USER, MYSQL_PASSWORD, MYSQL_DATABASE } = process.env;'),
      'mysql:8.4',
      {
        MYSQL_HOST: 'mysql',
        MYSQL_USER: 'app',
        MYSQL_PASSWORD: '${MYSQL_PASSWORD:-development}',
        MYSQL_DATABASE: 'app',
      },
    ],
    [
      'SQLAlchemy with asyncpg',
      python('sqlalchemy\nasyncpg', 'engine = create_async_engine(os.environ["DATABASE_URL"])'),
      'postgres:18',
      { DATABASE_URL: 'postgresql+asyncpg://app:${POSTGRES_PASSWORD:-development}@postgres:5432/app' },
    ],
    [
      'SQLAlchemy with psycopg 3',
      python('sqlmodel\npsycopg[binary]', 'engine = create_engine(os.getenv("DATABASE_URL"))'),
      'postgres:18',
      { DATABASE_URL: 'postgresql+psycopg://app:${POSTGRES_PASSWORD:-development}@postgres:5432/app' },
    ],
    [
      'a field of pydantic settings',
      python(
        'pydantic-settings\nmotor',
        'class Settings(BaseSettings):\n    mongodb_uri: str = "mongodb://localhost"\n',
      ),
      'mongo:8.0',
      { MONGODB_URI: 'mongodb://app:${MONGO_PASSWORD:-development}@mongo:27017/app?authSource=admin' },
    ],
    [
      'lib/pq, which asks for TLS',
      go('github.com/lib/pq', '\topen(os.Getenv("DB_URL"))'),
      'postgres:18',
      { DB_URL: 'postgresql://app:${POSTGRES_PASSWORD:-development}@postgres:5432/app?sslmode=disable' },
    ],
    [
      'the form of its own that MySQL has in Go',
      go('github.com/go-sql-driver/mysql', '\topen(os.Getenv("MYSQL_DSN"))'),
      'mysql:8.4',
      { MYSQL_DSN: 'app:${MYSQL_PASSWORD:-development}@tcp(mysql:3306)/app?parseTime=true' },
    ],
    [
      'a scheme that the example of settings has',
      node({ pg: '8' }, 'connect(process.env.DATABASE_URL)', {
        '.env.example': 'DATABASE_URL="postgres://admin:Tr0ub4dor@db.example.com/prod"\n',
      }),
      'postgres:18',
      { DATABASE_URL: 'postgres://app:${POSTGRES_PASSWORD:-development}@postgres:5432/app' },
    ],
    [
      'names of the example alone, where the code reads them in a way that is not known',
      node({ pg: '8' }, 'connect(settings.database)', { '.env.example': 'PGHOST=localhost\nPGPASSWORD=x\n' }),
      'postgres:18',
      { PGHOST: 'postgres', PGPASSWORD: '${POSTGRES_PASSWORD:-development}' },
    ],
    [
      'a queue',
      node({ amqplib: '0.10' }, 'connect(process.env.AMQP_URL)'),
      'rabbitmq:4',
      { AMQP_URL: 'amqp://app:${RABBITMQ_PASSWORD:-development}@rabbitmq:5672' },
    ],
    [
      'a cache, which refuses whoever gives a password',
      node({ redis: '5' }, 'const { REDIS_HOST, REDIS_PORT, REDIS_PASSWORD } = process.env;'),
      'redis:8',
      { REDIS_HOST: 'redis', REDIS_PORT: '6379', REDIS_PASSWORD: '' },
    ],
    [
      'a mail server, without a certificate',
      node({ nodemailer: '7' }, 'createTransport({ host: process.env.SMTP_HOST, secure: process.env.SMTP_SECURE })'),
      'axllent/mailpit:v1.27',
      { SMTP_HOST: 'mailpit', SMTP_SECURE: 'false' },
    ],
  ])('%s', (_name, files, image, environment) => {
    const { services, environment: given, decisions } = composeOf(files);
    expect(Object.values(services).map((service) => service.image)).toContain(image);
    expect(given).toEqual(environment);
    expect(decisions.map(({ value }) => value)).toEqual([image]);
    expect(decisions[0]?.sources[0]).toMatchObject({ kind: 'file' });
  });
});

test('Spring reads its own names, whatever its settings say', () => {
  const pom = (artifacts: readonly string[]): string =>
    `<project><modelVersion>4.0.0</modelVersion><parent><groupId>org.springframework.boot</groupId>
<artifactId>spring-boot-starter-parent</artifactId><version>3.5.7</version></parent><artifactId>shop</artifactId>
<dependencies>${artifacts.map((name) => `<dependency><groupId>g</groupId><artifactId>${name}</artifactId></dependency>`).join('')}</dependencies>
<build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>`;
  const settings = { 'src/main/resources/application.yaml': 'spring:\n  datasource:\n    url: jdbc:mysql://h/x\n' };
  const written = composeOf({
    'pom.xml': pom(['spring-boot-starter-web', 'mysql-connector-j', 'spring-boot-starter-data-redis']),
    ...settings,
  });
  expect(written.environment).toEqual({
    SPRING_DATASOURCE_URL: 'jdbc:mysql://mysql:3306/app',
    SPRING_DATASOURCE_USERNAME: 'app',
    SPRING_DATASOURCE_PASSWORD: '${MYSQL_PASSWORD:-development}',
    SPRING_DATA_REDIS_HOST: 'redis',
  });
  const embedded = composeOf({ 'pom.xml': pom(['spring-boot-starter-web', 'h2', 'postgresql']) });
  expect(embedded.names).toEqual(['shop']);
});

describe('there is no service', () => {
  test.each<[string, Files]>([
    [
      'for a driver that only development has',
      {
        ...node({}, 'process.env.DATABASE_URL'),
        'package.json': JSON.stringify({
          name: 'shop',
          scripts: { start: 'node server.js' },
          devDependencies: { pg: '8' },
          peerDependencies: { ioredis: '5' },
        }),
      },
    ],
    ['for a database in a file', python('sqlalchemy\npsycopg2', 'engine = create_engine("sqlite:///shop.db")')],
    [
      'where the schema of Prisma says so',
      node({ '@prisma/client': '6' }, 'process.env.DATABASE_URL', {
        'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n  url = env("DATABASE_URL")\n}\n',
      }),
    ],
    [
      'where a variable chooses, and its default is a file',
      node({ pg: '8', 'better-sqlite3': '12' }, `const kind = process.env.DB_CLIENT || 'sqlite'; process.env.DB_HOST`),
    ],
    ['for a mail server that nothing tells', node({ nodemailer: '7' }, 'createTransport(x)')],
  ])('%s', (_name, files) => {
    const { names, decisions } = composeOf(files);
    expect(names).toHaveLength(1);
    expect(decisions).toEqual([]);
  });
});

test('a server that nothing leads to is said, and so are several that would do', () => {
  expect(composeOf(node({ ioredis: '5' }, `new Redis('redis://10.0.0.7')`)).problems).toContain('service-not-told');
  const two = composeOf(node({ pg: '8', mysql2: '3' }, 'process.env.DB_HOST'));
  expect([two.names.length, two.problems.includes('several-databases')]).toEqual([1, true]);
  const stated = composeOf(
    node({ pg: '8', mysql2: '3' }, `new Sequelize({ dialect: 'mysql', host: process.env.DB_HOST })`),
  );
  expect(stated.names).toEqual(['shop', 'mysql']);
});

describe('the version of a server', () => {
  const app = node({ pg: '8', ioredis: '5' }, 'process.env.DATABASE_URL; process.env.REDIS_URL');
  const images = (more: Files): readonly (string | undefined)[] =>
    Object.values(composeOf({ ...app, ...more }).services).flatMap(({ image }) => image ?? []);

  test('is the one that the project is tested with', () => {
    const workflow =
      'jobs:\n  test:\n    services:\n      db:\n        image: postgres:16-alpine\n      cache: { image: "valkey/valkey:8" }\n';
    expect(images({ '.github/workflows/test.yml': workflow })).toEqual(['postgres:16-alpine', 'valkey/valkey:8']);
    expect(images({ '.gitlab-ci.yml': 'services:\n  - postgres:${PG:-17}\n' })).toEqual(['postgres:17', 'redis:8']);
  });

  test('is the one that a compose file for development runs, before that', () => {
    const files = {
      'docker-compose.dev.yml': 'services:\n  db:\n    image: pgvector/pgvector:pg15\n',
      '.github/workflows/test.yml': 'image: postgres:16\n',
    };
    const { services } = composeOf({ ...app, ...files });
    expect(services['postgres']).toMatchObject({
      image: 'pgvector/pgvector:pg15',
      volumes: ['postgres-data:/var/lib/postgresql/data'],
    });
  });

  test('moves the volume with it', () => {
    expect(composeOf(app).services['postgres']?.volumes).toEqual(['postgres-data:/var/lib/postgresql']);
  });

  test('is not what says no version', () => {
    expect(images({ '.gitlab-ci.yml': 'services:\n  - postgres:latest\n  - postgres:alpine\n' })).toEqual([
      'postgres:18',
      'redis:8',
    ]);
  });

  test('comes with the extension that a dependency needs', () => {
    const { services } = composeOf(node({ pg: '8', pgvector: '0.2' }, 'process.env.DATABASE_URL'));
    expect(services['postgres']?.image).toBe('pgvector/pgvector:pg18');
  });
});
