import { describe, expect, test } from '@jest/globals';
import { compile } from '../src/compile.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';

type Files = Readonly<Record<string, string>>;

function generate(files: Files) {
  const repo = memoryRepo(files);
  const { repository, plan, files: made } = compile(repo, '', defaultOptions);
  return {
    dockerfile: made.find(({ path }) => path.endsWith('Dockerfile'))?.text ?? '',
    ids: [...repo.problems, ...plan.problems].map(({ id }) => id),
    java: repository.apps[0]?.runtime.value.line,
  };
}

const pom = (...parts: readonly string[]): string =>
  `<project>${parts.join('')}<artifactId>demo</artifactId><version>1</version></project>`;
const parent = (artifact: string, version: string): string =>
  `<parent><groupId>g</groupId><artifactId>${artifact}</artifactId><version>${version}</version><relativePath/></parent>`;
const libraries = (...artifacts: readonly string[]): string =>
  `<dependencies>${artifacts.map((each) => `<dependency><artifactId>${each}</artifactId></dependency>`).join('')}</dependencies>`;
const plugin = (artifact: string, inner = ''): string =>
  `<plugin><artifactId>${artifact}</artifactId>${inner}</plugin>`;
const build = (...plugins: readonly string[]): string => `<build><plugins>${plugins.join('')}</plugins></build>`;
const boot = (...extra: readonly string[]): Files => ({
  'pom.xml': pom(
    parent('spring-boot-starter-parent', '3.5.0'),
    libraries('spring-boot-starter-web', 'spring-boot-starter-actuator'),
    build(plugin('spring-boot-maven-plugin'), ...extra),
  ),
  'src/main/java/App.java': 'public class App { public static void main(String[] a) { } }',
});
const settings = (text: string): Files => ({ ...boot(), 'src/main/resources/application.yml': text });

describe('a parent from elsewhere', () => {
  const main = 'public class Main { public static void main(String[] args) { } }';
  const files = (artifact: string, version: string, properties = ''): Files => ({
    'pom.xml': pom(parent(artifact, version), libraries('guava'), `<properties>${properties}</properties>`),
    'src/main/java/Main.java': main,
  });
  test('that bundles the libraries leaves one archive', () => {
    const { dockerfile, java } = generate(files('micronaut-parent', '4.7.6', '<exec.mainClass>Main</exec.mainClass>'));
    expect(dockerfile).toContain('CMD ["java", "-jar", "app.jar"]');
    expect(dockerfile).not.toContain('copy-dependencies');
    expect(java).toBe('17');
  });
  test.each([
    ['4.2.6', 'io.helidon.Main', '21'],
    ['3.2.1', 'io.helidon.microprofile.cdi.Main', '17'],
  ])('names the archive and the main class: Helidon %s', (version, name, line) => {
    const { dockerfile, java } = generate({ 'pom.xml': files('helidon-mp', version)['pom.xml'] ?? '' });
    expect(dockerfile).toContain('cp target/demo.jar app.jar');
    expect(dockerfile).toContain(`"app.jar:lib/*", "${name}"]`);
    expect(java).toBe(line);
  });
});

describe('the settings', () => {
  test.each([
    ['the management port', 'server.port: 8080\nmanagement.server.port: 9001\n', ':9001/actuator/health'],
    ['its own path', 'management.endpoints.web.base-path: /manage\n', ':8080/manage/health'],
    ['an exposure without health', 'management.endpoints.web.exposure.include: [info, prometheus]\n', ':8080/"'],
    ['an active profile', 'spring.profiles.active: dev\n', ':8081/actuator/health'],
  ])('%s', (_what, text, expected) => {
    const profile = { 'src/main/resources/application-dev.yml': 'server:\n  port: 8081\n' };
    expect(generate({ ...settings(text), ...profile }).dockerfile).toContain(expected);
  });

  test('of a server that speaks TLS leave nothing to ask', () => {
    expect(generate(settings('server.ssl.key-store: classpath:k.p12\n')).dockerfile).toContain('HEALTHCHECK NONE');
  });

  test('in HOCON say the port, the variable that gives it, and the address', () => {
    const { dockerfile } = generate({
      'pom.xml': pom(libraries('ktor-server-netty-jvm')),
      'src/main/java/Main.java': 'public class Main { public static void main(String[] args) { } }',
      'src/main/resources/application.conf':
        'ktor {\n  deployment {\n    port = 8085 # usual\n    port = ${?PORT}\n    host = "127.0.0.1"\n  }\n}\n',
    });
    expect(dockerfile).toContain('PORT=8085');
    expect(dockerfile).toContain('"-host=0.0.0.0"]');
  });
});

test('plugins that only check are skipped where they are bound', () => {
  const bound = '<executions><execution><goals><goal>check</goal></goals></execution></executions>';
  const command = (...plugins: readonly string[]): string => generate(boot(...plugins)).dockerfile;
  expect(command(plugin('pgpverify-maven-plugin', bound))).toContain('-Dpgpverify.skip=true package');
  expect(command(plugin('pgpverify-maven-plugin'))).not.toContain('pgpverify');
});

test('a bundle bears the name that its plugin gives it', () => {
  const shade = plugin(
    'maven-shade-plugin',
    '<executions><execution><goals><goal>shade</goal></goals></execution></executions><configuration><outputFile>${project.build.directory}/${project.artifactId}-${project.version}-fat.jar</outputFile><transformers><transformer><mainClass>Main</mainClass></transformer></transformers></configuration>',
  );
  const { dockerfile } = generate({ 'pom.xml': pom(libraries('vertx-web'), build(shade)) });
  expect(dockerfile).toContain('cp target/demo-*-fat.jar app.jar');
});

describe('a frontend', () => {
  const frontend = (dir: string, out: string): Files => ({
    [`${dir}package.json`]: `{"name":"ui","scripts":{"start":"vite","build":"vite build --outDir ${out}"},"devDependencies":{"vite":"5"}}`,
    [`${dir}package-lock.json`]:
      '{"lockfileVersion":3,"packages":{"":{"devDependencies":{"vite":"5"}},"node_modules/vite":{"version":"5.0.0"}}}',
    [`${dir}index.html`]: '<p>',
  });
  test('that the app serves is built by a stage of its image', () => {
    const { dockerfile } = generate({ ...boot(), ...frontend('ui/', '../src/main/resources/static') });
    expect(dockerfile).toContain('COPY --exclude=ui . .');
    expect(dockerfile).toContain('COPY --from=assets /app/src/main/resources/static/ /app/src/main/resources/static/');
  });
  test('that its own build makes is no second app', () => {
    const { dockerfile, ids } = generate({
      ...boot(plugin('frontend-maven-plugin')),
      ...frontend('', 'target/classes/static'),
    });
    expect(ids).not.toContain('which-app');
    expect(dockerfile).not.toContain('AS assets');
  });
});

test('what the code opens by path is shipped, what it finds on the class path is not', () => {
  const main =
    'public class Main { public static void main(String[] a) { Path.of("prices.csv"); new File("src/x.txt"); read("data/rates.json"); x("public"); } }';
  const { dockerfile } = generate({
    'pom.xml': pom(),
    'src/main/java/Main.java': main,
    'src/x.txt': '',
    'prices.csv': '',
    'data/rates.json': '',
    'public/index.html': '',
  });
  expect(dockerfile).toContain('COPY prices.csv ./prices.csv');
  expect(dockerfile).toContain('COPY data/rates.json ./data/rates.json');
  expect(dockerfile).not.toContain('COPY src/x.txt');
  expect(dockerfile).not.toContain('COPY public');
});

test('of several classes with a main method the one that serves starts', () => {
  const { dockerfile } = generate({
    'pom.xml': pom(),
    'src/main/java/Client.java': 'public class Client { public static void main(String[] a) { } }',
    'src/main/java/Server.java':
      'public class Server { public static void main(String[] a) { new ServerSocket(9999); } }',
  });
  expect(dockerfile).toContain('"app.jar", "Server"]');
});

test('the whole platform is no application server where servlets alone are used', () => {
  const war = (source: string) =>
    generate({
      'pom.xml': pom('<packaging>war</packaging>', libraries('jakarta.jakartaee-web-api')),
      'src/main/java/A.java': source,
    }).ids;
  expect(war('import jakarta.servlet.http.HttpServlet;\nclass A extends HttpServlet {}')).not.toContain(
    'war-needs-server',
  );
  expect(war('import jakarta.servlet.http.HttpServlet;\nimport jakarta.ejb.Stateless;\nclass A {}')).toContain(
    'war-needs-server',
  );
});

describe('where the program writes', () => {
  test.each([
    ['a folder that it makes', 'Files.createDirectories(Paths.get("uploads"));', '', '"/app/uploads"'],
    ['a folder whose name says so', 'Path root = Path.of("./var/storage");', '', '"/app/var/storage"'],
    ['its log', '', 'logging.file.name: logs/app.log\n', '"/app/logs"'],
  ])('%s is a volume', (_what, code, text, expected) => {
    const files = { ...settings(text), 'src/main/java/Files.java': `class Storage { void x() { ${code} } }` };
    expect(generate(files).dockerfile).toContain(`VOLUME [${expected}]`);
  });
});

test('what the root says for its subprojects makes no app of the root', () => {
  const { ids, dockerfile } = generate({
    'settings.gradle.kts': 'include("api", "core")',
    'build.gradle.kts':
      'plugins {\n  id("org.springframework.boot") version "3.4.1" apply false\n}\nsubprojects {\n  apply(plugin = "java")\n  apply(plugin = "org.springframework.boot")\n}\n',
    'api/build.gradle.kts': 'dependencies {\n  implementation("org.springframework.boot:spring-boot-starter-web")\n}\n',
    'core/build.gradle.kts':
      'tasks.named<org.springframework.boot.gradle.tasks.bundling.BootJar>("bootJar") {\n  enabled = false\n}\n',
    'api/src/main/java/A.java': 'public class A { public static void main(String[] a) { } }',
  });
  expect(ids).not.toContain('which-app');
  expect(dockerfile).toContain(':api:bootJar');
});
