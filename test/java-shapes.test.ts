import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compile } from '../src/compile.ts';
import { fileDatabase } from '../src/detect/java/storage.ts';
import { inFile } from '../src/model/fact.ts';
import { standardModules } from '../src/plan/java/jre.ts';
import { defaultOptions, type Options } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';

const MAIN = 'public class Main { public static void main(String[] args) { } }';
const BOOT = (version: string): string =>
  `<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>${version}</version></parent>`;
const BOOT_PLUGIN =
  '<build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>';

function dependencies(...artifacts: readonly string[]): string {
  const each = artifacts.map((text) => {
    const [artifact, version, scope] = text.split(':');
    return `<dependency><artifactId>${artifact ?? ''}</artifactId>${version ? `<version>${version}</version>` : ''}${scope ? `<scope>${scope}</scope>` : ''}</dependency>`;
  });
  return `<dependencies>${each.join('')}</dependencies>`;
}

function pom(...parts: readonly string[]): string {
  return `<project>${parts.join('')}<artifactId>demo</artifactId><version>1</version></project>`;
}

function generate(files: Readonly<Record<string, string>>, options: Partial<Options> = {}) {
  const repo = memoryRepo(files);
  const { repository, plan, files: made } = compile(repo, '', { ...defaultOptions, ...options });
  return {
    dockerfile: made.find(({ path }) => path.endsWith('Dockerfile'))?.text ?? '',
    ignore: made.find(({ path }) => path.endsWith('.dockerignore'))?.text ?? '',
    ids: [...repo.problems, ...plan.problems].map(({ id }) => id),
    apps: repository.apps,
  };
}

const spring = (version: string, ...artifacts: readonly string[]) => ({
  'pom.xml': pom(BOOT(version), dependencies('spring-boot-starter-web', ...artifacts), BOOT_PLUGIN),
  'src/main/java/Main.java': MAIN,
});

describe('the runtime', () => {
  test('is one of its own with every module that a JRE of the line has', () => {
    const { dockerfile } = generate(spring('3.5.7'));
    expect(dockerfile).toContain('FROM gcr.io/distroless/cc-debian13:nonroot AS runtime');
    expect(dockerfile).toContain('COPY --from=jre /jre /opt/java');
    for (const name of standardModules(17).flat()) expect(dockerfile).toContain(name);
    expect(standardModules(11).flat()).toContain('jdk.scripting.nashorn');
    // java.base took over what it held.
    expect(standardModules(21).flat()).toContain('jdk.random');
    expect(standardModules(25).flat()).not.toContain('jdk.random');
    expect(standardModules(11).flat()).not.toContain('jdk.random');
    expect(standardModules(21).flat()).not.toContain('jdk.scripting.nashorn');
  });

  test('with --modules minimal it has those that jdeps sees', () => {
    const { dockerfile } = generate(spring('3.5.7'), { modules: 'minimal' });
    expect(dockerfile).toContain('FROM build AS jre');
    expect(dockerfile).toContain("--class-path 'target/extracted/dependencies/lib/*'");
    expect(dockerfile).toContain('--add-modules "$(cat /modules)"');
  });

  test('is a JRE where jlink is none yet or text is drawn, and distroless Java where that is asked for', () => {
    expect(
      generate({
        'pom.xml': pom('<properties><java.version>8</java.version></properties>'),
        'src/main/java/Main.java': MAIN,
      }).dockerfile,
    ).toContain('FROM eclipse-temurin:8-jre-noble AS runtime');
    expect(generate(spring('3.5.7', 'poi-ooxml:5')).dockerfile).toContain(
      'FROM eclipse-temurin:17-jre-noble AS runtime',
    );
    const files = { ...spring('3.5.7'), '.java-version': '21' };
    expect(generate(files, { base: 'distroless' }).dockerfile).toMatch(
      /java21-debian13:nonroot AS runtime[\s\S]*CMD \["app.jar"\]/,
    );
    expect(generate(spring('3.5.7', 'pdfbox:3'), { base: 'jlink' }).ids).toContain('base-refused');
  });

  test('with --cds it starts from an archive of classes, where something ends the training', () => {
    const { dockerfile } = generate(spring('3.5.7'), { cds: true });
    expect(dockerfile).toContain('--generate-cds-archive');
    expect(dockerfile).toContain('"-XX:ArchiveClassesAtExit=/tmp/app.jsa", "-Dspring.context.exit=onRefresh"');
    expect(dockerfile).toContain('CMD ["java", "-XX:SharedArchiveFile=app.jsa", "-jar", "app.jar"]');
    expect(generate(spring('3.1.0'), { cds: true }).ids).toContain('cds-refused');
  });
});

describe('a war', () => {
  const war = (...parts: readonly string[]) => ({ 'pom.xml': pom('<packaging>war</packaging>', ...parts) });

  test.each([
    [dependencies('jakarta.servlet-api:6.1.0:provided'), '', '11.0.'],
    [dependencies('jakarta.servlet-api:6.0.0:provided'), '', '10.1.'],
    [dependencies('jakarta.servlet-api:4.0.4:provided'), '', '9.0.'],
    [dependencies('javax.servlet-api:3.1.0:provided'), '', '9.0.'],
    ['', 'import jakarta.servlet.http.HttpServlet;', '10.1.'],
    ['', 'import javax.servlet.http.HttpServlet;', '9.0.'],
    [dependencies('spring-webmvc:6.2.1'), '', '10.1.'],
    ['', '', '9.0.'],
  ])('with %s and %j is served by the container that fits', (parts, text, release) => {
    const { dockerfile, ids } = generate({ ...war(parts), 'src/main/java/A.java': text });
    expect(dockerfile).toContain(`-Dartifact=org.apache.tomcat:tomcat:${release}`);
    expect(dockerfile).toContain('EXPOSE 8080');
    expect(ids).toEqual(['health-unknown']);
  });

  test('that starts by itself needs none', () => {
    const files = spring('3.5.7');
    const { dockerfile } = generate({
      ...files,
      'pom.xml': files['pom.xml'].replace('<artifactId>demo', '<packaging>war</packaging><artifactId>demo'),
    });
    expect(dockerfile).toContain('CMD ["java", "-jar", "app.war"]');
    expect(dockerfile).not.toContain('tomcat:tomcat');
  });

  test('reads a parent whose file has another name', () => {
    const parent =
      '<project><artifactId>top</artifactId><version>1</version><packaging>pom</packaging><properties><java.version>17</java.version></properties></project>';
    const files = {
      'pom.xml': pom(
        dependencies('gson:2'),
        '<parent><artifactId>top</artifactId><version>1</version><relativePath>pom.parent.xml</relativePath></parent><packaging>war</packaging>',
      ),
      'pom.parent.xml': parent,
    };
    const { dockerfile } = generate(files);
    expect(dockerfile).toContain('eclipse-temurin-17-');
    expect(dockerfile).toContain('source=pom.parent.xml');
  });
});

describe('what a program is told and writes', () => {
  test.each(['app.start(7070)', 'Javalin.create().get("/", c -> {}).start(7070)', 'new Server(7070)', 'port(7070)'])(
    'the port is read from %s',
    (call) => {
      const main = MAIN.replace('{ }', `{ ${call}; }`);
      expect(
        generate({ 'pom.xml': pom(dependencies('javalin:6')), 'src/main/java/Main.java': main }).apps[0]?.processes[0]
          ?.port?.value,
      ).toBe(7070);
    },
  );

  test('a framework’s settings file is named last and shipped with what it names', () => {
    const { dockerfile, ignore, ids } = generate({
      'pom.xml': pom(dependencies('dropwizard-core:4.0.16')),
      'src/main/java/Main.java': MAIN,
      'config.yml':
        'server:\n  applicationConnectors:\n    - type: http\n      port: 9000\n      keyStorePath: app.keystore\ndatabase:\n  url: jdbc:h2:./var/app\n',
      'app.keystore': 'x',
    });
    expect(dockerfile).toContain('"Main", "server", "config.yml"]');
    expect(dockerfile).toContain('EXPOSE 9000');
    expect(dockerfile).toContain('VOLUME ["/app/var"]');
    expect(ignore).toContain('!app.keystore');
    expect(ids).toContain('key-in-image');
  });

  test('a database beside the app moves into a folder, and what unpacks native code gets one that runs it', () => {
    const files = {
      ...spring('3.5.7', 'sqlite-jdbc:3'),
      'src/main/resources/application.properties': 'spring.datasource.url=jdbc:sqlite:dev.db',
    };
    const { dockerfile } = generate(files);
    expect(dockerfile).toContain('SPRING_DATASOURCE_URL=jdbc:sqlite:./data/dev.db');
    expect(dockerfile).toContain('-Djava.io.tmpdir=/app/tmp');
    expect(dockerfile).toContain('VOLUME ["/app/data", "/app/tmp"]');
  });

  test.each([
    ['jdbc:h2:mem:test;MODE=PostgreSQL', undefined],
    ['jdbc:sqlite::memory:', undefined],
    ['jdbc:postgresql://localhost/app', undefined],
    ['jdbc:h2:file:./data/app;AUTO_SERVER=TRUE', 'data'],
    ['jdbc:h2:~/app', undefined],
    ['jdbc:sqlite:app.db?cache=shared', 'data'],
    ['jdbc:sqlite:../up.db', undefined],
  ])('%s is written to %s', (value, folder) => {
    expect(fileDatabase({ value, source: inFile('a') })?.folder.value).toBe(folder);
  });

  test('no URL makes it throw or leave the app’s folder', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('sqlite', 'h2', 'hsqldb:file'), (path, kind) => {
        const found = fileDatabase({ value: `jdbc:${kind}:${path}`, source: inFile('a') });
        expect(found?.folder.value ?? 'data').toMatch(/^(?!\/)(?!.*\.\.(\/|$)).+/);
      }),
    );
  });
});

describe('the module that runs', () => {
  const top = (...modules: readonly string[]): string =>
    `<project><artifactId>top</artifactId><version>1</version><packaging>pom</packaging><modules>${modules.map((name) => `<module>${name}</module>`).join('')}</modules></project>`;
  const member = (name: string, ...parts: readonly string[]): string =>
    `<project><parent><artifactId>top</artifactId><version>1</version></parent><artifactId>${name}</artifactId>${parts.join('')}</project>`;
  const runner =
    '<build><plugins><plugin><artifactId>exec-maven-plugin</artifactId><configuration><mainClass>org.other.Tool</mainClass></configuration></plugin></plugins></build>';
  const jar =
    '<build><plugins><plugin><artifactId>maven-jar-plugin</artifactId><configuration><archive><manifest><mainClass>Main</mainClass></manifest></archive></configuration></plugin></plugins></build>';

  test('is the one that is built to be run, before one with a main method and one of an examples folder', () => {
    const files = {
      'pom.xml': top('app', 'tool', 'run', 'docs/examples/x'),
      'app/pom.xml': member('app', jar),
      'app/src/main/java/Main.java': MAIN,
      'tool/pom.xml': member('tool'),
      'tool/src/main/java/Main.java': MAIN,
      'run/pom.xml': member('run', runner),
      'docs/examples/x/pom.xml': member('x', jar).replace(
        '</parent>',
        '<relativePath>../../../pom.xml</relativePath></parent>',
      ),
      'docs/examples/x/src/main/java/Main.java': MAIN,
    };
    const { dockerfile, apps } = generate(files);
    expect(dockerfile).toContain('-pl app -am package');
    expect(apps.filter(({ onlyByName }) => onlyByName !== undefined).map(({ name }) => name)).toEqual(['tool', 'x']);
    expect(generate(files, { app: 'tool' }).dockerfile).toContain('-pl tool -am package');
  });

  test('may be listed by a profile that is active by itself, and every such module is there for the build', () => {
    const profile = (activation: string, module: string): string =>
      `<profile><activation>${activation}</activation><modules><module>${module}</module></modules></profile>`;
    const profiles = [
      profile('<property><name>!release</name></property>', 'docs'),
      profile('<property><name>extra</name></property>', 'extra'),
    ];
    const { ignore } = generate({
      'pom.xml': top('app').replace('</project>', `<profiles>${profiles.join('')}</profiles></project>`),
      'app/pom.xml': member('app', jar),
      'app/src/main/java/Main.java': MAIN,
      'docs/pom.xml': member('docs'),
      'extra/pom.xml': member('extra'),
    });
    expect(ignore).toMatch(/\ndocs\n[\s\S]*\n!docs\/pom\.xml\n/);
    expect(ignore).not.toContain('extra');
  });

  test('knows the server that a module of the same repository brings, and fetches before the sources', () => {
    const { dockerfile } = generate({
      'pom.xml': top('core', 'app'),
      'core/pom.xml': member('core', dependencies('javalin:6')),
      'app/pom.xml': member('app', dependencies('core:1')),
      'app/src/main/java/Main.java': MAIN,
    });
    expect(dockerfile).toContain('EXPOSE 8080');
    expect(dockerfile).toContain('--fail-never -pl app -am dependency:resolve');
  });
});

test('Quarkus runs from its folders, on every address', () => {
  const { dockerfile } = generate({
    'pom.xml': pom(
      dependencies('quarkus-rest', 'quarkus-smallrye-health'),
      '<build><plugins><plugin><artifactId>quarkus-maven-plugin</artifactId></plugin></plugins></build>',
    ),
    'src/main/resources/application.properties': '%prod.quarkus.http.port=9000\n',
  });
  expect(dockerfile).toContain('COPY --from=build /app/target/quarkus-app/lib/ ./lib/');
  expect(dockerfile).toContain('QUARKUS_HTTP_HOST=0.0.0.0');
  expect(dockerfile).toContain('http://127.0.0.1:9000/q/health');
  expect(dockerfile).toContain('CMD ["java", "-jar", "quarkus-run.jar"]');
});

test('plugins that look at .git or at every file of the context do not break the build', () => {
  const plugins = ['git-commit-id-maven-plugin', 'maven-checkstyle-plugin', 'spotless-maven-plugin'];
  const used = plugins.map((name) => `<plugin><artifactId>${name}</artifactId></plugin>`).join('');
  const { dockerfile } = generate({
    'pom.xml': pom(`<build><plugins>${used}</plugins></build>`),
    'src/main/java/Main.java': MAIN,
  });
  expect(dockerfile).toContain(
    '-Dmaven.gitcommitid.skip=true -Dcheckstyle.skip=true -Dspotless.check.skip=true package',
  );
});
