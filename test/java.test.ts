import { describe, expect, test } from '@jest/globals';
import { compile } from '../src/compile.ts';
import { defaultOptions, type Options } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';

const MAIN = 'public class Main { public static void main(String[] args) { } }';
const BOOT = (version: string): string =>
  `<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>${version}</version></parent>`;
const BOOT_PLUGIN =
  '<build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>';
const WEB = '<dependencies><dependency><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies>';

function pom(...parts: readonly string[]): string {
  return `<project>${parts.join('')}<artifactId>demo</artifactId><version>1</version></project>`;
}

function generate(files: Readonly<Record<string, string>>, options: Partial<Options> = {}) {
  const repo = memoryRepo(files);
  const { repository, plan, files: made } = compile(repo, '', { ...defaultOptions, ...options });
  const problems = [...repo.problems, ...plan.problems];
  return {
    dockerfile: made.find(({ path }) => path.endsWith('Dockerfile'))?.text ?? '',
    ids: problems.map(({ id }) => id),
    problems,
    apps: repository.apps,
  };
}

const java = (files: Readonly<Record<string, string>>): string | undefined =>
  generate({ 'pom.xml': pom(), 'src/main/java/Main.java': MAIN, ...files }).apps[0]?.runtime.value.tag;

describe('the version of Java', () => {
  test.each([
    ['.java-version', '17', '17'],
    ['.java-version', '1.8', '8'],
    ['.java-version', 'openjdk64-11.0.2', '11'],
    ['.sdkmanrc', 'java=21.0.2-tem', '21'],
    ['.tool-versions', 'java temurin-21.0.2+13.0.LTS', '21'],
    ['.tool-versions', 'java graalvm-ce-java17-22.3.1', '17'],
    ['mise.toml', '[tools]\njava = "corretto-11"', '11'],
    ['system.properties', 'java.runtime.version=17', '17'],
    ['pom.xml', pom('<properties><java.version>16</java.version></properties>'), '17'],
    ['pom.xml', pom('<properties><maven.compiler.source>1.7</maven.compiler.source></properties>'), '8'],
    ['pom.xml', pom('<properties><r>25</r><maven.compiler.release>${r}</maven.compiler.release></properties>'), '25'],
    ['pom.xml', pom(BOOT('3.1.0'), BOOT_PLUGIN), '17'],
    ['pom.xml', pom(), '21'],
  ])('%s with %s gives %s', (file, text, expected) => {
    expect(java({ [file]: text })).toBe(expected);
  });

  test('a compiler plugin goes before a property, and a file of the developer before both', () => {
    const plugin =
      '<build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><configuration><release>11</release></configuration></plugin></plugins></build>';
    const text = pom('<properties><java.version>21</java.version></properties>', plugin);
    expect(java({ 'pom.xml': text })).toBe('11');
    expect(java({ 'pom.xml': text, '.java-version': '25' })).toBe('25');
  });

  test('of the project’s own workflows is taken where they build with newer ones alone', () => {
    const text = pom('<properties><java.version>8</java.version></properties>');
    const workflow = (jdks: string) => ({
      'pom.xml': text,
      '.github/workflows/ci.yaml': `matrix:\n  java: ${jdks}\nsteps:\n  - uses: actions/setup-java@v5\n    with:\n      java-version: \${{ matrix.java }}\n  - run: ./mvnw test\n`,
    });
    expect(java(workflow('[21, 25]'))).toBe('21');
    expect(java(workflow("\n    - '8'\n    - '17'"))).toBe('8');
    expect(java({ ...workflow('[21]'), '.java-version': '17' })).toBe('17');
    expect(java({ 'pom.xml': text, '.github/workflows/docs.yaml': 'java-version: 21\n' })).toBe('8');
  });
});

describe('Spring Boot', () => {
  const app = {
    'src/main/java/com/example/App.java': 'package com.example;\nclass App { public static void main(String[] a) {} }',
  };
  test.each([
    ['3.5.7', '-Djarmode=tools', 'app.jar"]'],
    ['3.2.1', '-Djarmode=layertools', 'org.springframework.boot.loader.launch.JarLauncher"]'],
    ['2.7.18', '-Djarmode=layertools', 'org.springframework.boot.loader.JarLauncher"]'],
  ])('%s is taken apart by %s', (version, mode, start) => {
    const { dockerfile, ids } = generate({ 'pom.xml': pom(BOOT(version), WEB, BOOT_PLUGIN), ...app });
    expect(ids).toEqual(['health-unknown']);
    expect(dockerfile).toContain(`java ${mode} -jar app.jar extract`);
    expect(dockerfile).toMatch(new RegExp(`CMD .*${start.replace(/[.\]]/g, '\\$&')}\n`));
    expect(dockerfile).toContain('COPY --from=build /app/target/extracted/dependencies/ ./');
  });

  test('what its settings say is the port, the address and the path', () => {
    const settings =
      'server:\n  port: 9000\n  address: 127.0.0.1\n  servlet.context-path: /shop\nname: @project.name@\n---\nserver.port: 1\n';
    const files = {
      'pom.xml': pom(BOOT('3.5.7'), WEB, BOOT_PLUGIN),
      'src/main/resources/application.yml': settings,
      ...app,
    };
    const { dockerfile, problems } = generate(files);
    expect(dockerfile).toContain('EXPOSE 9000');
    expect(dockerfile).toContain('http://127.0.0.1:9000/shop/');
    expect(dockerfile).not.toContain('SERVER_PORT');
    expect(dockerfile).toContain('SERVER_ADDRESS=0.0.0.0');
    expect(problems).not.toContainEqual(expect.objectContaining({ id: 'listens-on-loopback' }));
    expect(generate(files, { port: 9100 }).dockerfile).toContain('SERVER_PORT=9100');
  });

  test('a privileged port moves above it', () => {
    const files = {
      'pom.xml': pom(BOOT('3.5.7'), WEB, BOOT_PLUGIN),
      'src/main/resources/application.properties': 'server.port=80',
      ...app,
    };
    expect(generate(files).dockerfile).toMatch(/SERVER_PORT=8080[\s\S]*EXPOSE 8080/);
  });

  test('without Boot’s parent and without a goal nothing is repackaged', () => {
    const plugin = BOOT_PLUGIN.replace('</artifactId>', '</artifactId><version>3.5.7</version>');
    expect(generate({ 'pom.xml': pom(plugin), ...app }).dockerfile).toContain('"-cp", "app.jar", "com.example.App"');
  });
});

describe('a plain jar', () => {
  test('its libraries are copied beside it only where it has some', () => {
    const libraries =
      '<dependencies><dependency><artifactId>gson</artifactId></dependency><dependency><artifactId>junit</artifactId><scope>test</scope></dependency></dependencies>';
    const withLibraries = generate({ 'pom.xml': pom(libraries), 'src/main/java/Main.java': MAIN }).dockerfile;
    expect(withLibraries).toContain('dependency:copy-dependencies -DincludeScope=runtime');
    expect(withLibraries).toContain('CMD ["java", "-cp", "app.jar:lib/*", "Main"]');
    expect(generate({ 'pom.xml': pom(), 'src/main/java/Main.java': MAIN }).dockerfile).not.toContain('dependency:');
  });

  test('several main methods are a question, unless one has the usual name or the POM names it', () => {
    const files = { 'src/main/java/A.java': MAIN, 'src/main/java/B.java': MAIN };
    expect(generate({ 'pom.xml': pom(), ...files }).ids).toEqual(['main-class-ambiguous']);
    expect(generate({ 'pom.xml': pom(), ...files, 'src/main/java/App.java': MAIN }).dockerfile).toContain('"App"]');
    const stated = pom('<properties><exec.mainClass>B</exec.mainClass></properties>');
    expect(generate({ 'pom.xml': stated, ...files }).dockerfile).toContain('"B"]');
    expect(generate({ 'pom.xml': pom(), ...files }, { start: 'java -cp app.jar A' }).dockerfile).toContain('"A"]');
  });

  test('a library is told so', () => {
    const { ids, dockerfile } = generate({ 'pom.xml': pom(), 'src/main/java/A.java': 'class A {}' });
    expect([ids, dockerfile]).toEqual([['nothing-to-run'], '']);
    const war = '<packaging>war</packaging>';
    const server = '<dependencies><dependency><artifactId>javaee-api</artifactId></dependency></dependencies>';
    expect(generate({ 'pom.xml': pom(war, server) }).ids).toEqual(['war-needs-server']);
  });

  test('a malformed POM is said with its line; BOM and CRLF are none', () => {
    expect(generate({ 'pom.xml': '<project>\n<a>\n</project>' }).problems[0]).toMatchObject({
      id: 'malformed-file',
      where: { file: 'pom.xml', line: 3 },
    });
    expect(generate({ 'pom.xml': `\uFEFF${pom('\r\n')}`, 'src/main/java/Main.java': MAIN }).ids).toEqual([]);
  });
});

describe('the wrapper', () => {
  const base = {
    'pom.xml': pom(),
    'src/main/java/Main.java': MAIN,
    mvnw: 'exec java -jar .mvn/wrapper/maven-wrapper.jar',
  };
  const properties = {
    '.mvn/wrapper/maven-wrapper.properties': 'distributionUrl=https://x/apache-maven-3.9.9-bin.zip',
  };

  test('is used where it is complete', () => {
    const { dockerfile, ids } = generate({ ...base, ...properties, '.mvn/wrapper/maven-wrapper.jar': 'PK' });
    expect(ids).toEqual([]);
    expect(dockerfile).toContain('FROM eclipse-temurin:21-jdk-noble AS base');
    expect(dockerfile).toContain('sh ./mvnw -B -DskipTests package');
    expect(generate({ ...base, ...properties, mvnw: 'exec "$MAVEN_HOME/bin/mvn"' }).ids).toEqual([]);
  });

  test.each([
    ['no properties', { '.mvn/wrapper/maven-wrapper.jar': 'PK' }],
    ['no jar', properties],
    ['Windows line ends', { ...properties, '.mvn/wrapper/maven-wrapper.jar': 'PK', mvnw: '#!/bin/sh\r\n' }],
  ])('with %s it gives way to the image’s Maven', (_what, files) => {
    const { dockerfile, ids } = generate({ ...base, ...files });
    expect(ids).toEqual(['wrapper-incomplete']);
    expect(dockerfile).toContain('mvn -B -DskipTests package');
    expect(dockerfile).toContain('FROM maven:3.9-eclipse-temurin-21-noble AS base');
  });
});

describe('a reactor', () => {
  const top =
    '<project><artifactId>top</artifactId><version>1</version><packaging>pom</packaging><modules><module>core</module><module>web</module></modules></project>';
  const module = (name: string): string =>
    `<project><parent><artifactId>top</artifactId><version>1</version></parent><artifactId>${name}</artifactId></project>`;
  const files = {
    'pom.xml': top,
    'core/pom.xml': module('core'),
    'web/pom.xml': module('web'),
    'web/src/main/java/Main.java': MAIN,
  };

  test('builds the only module that starts, with what it needs', () => {
    expect(generate(files).dockerfile).toContain('mvn -B -DskipTests -pl web -am package');
    expect(generate(files).dockerfile).toContain('cp web/target/web-*.jar app.jar');
  });

  test('asks where two start', () => {
    expect(generate({ ...files, 'core/src/main/java/Main.java': MAIN }).ids).toEqual(['which-app']);
  });
});
