import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compile } from '../src/compile.ts';
import { parseGradle, stringsOf } from '../src/parse/gradle.ts';
import { readGradle } from '../src/parse/gradle-project.ts';
import { defaultOptions, type Options } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';

const MAIN = 'package com.example;\npublic class App { public static void main(String[] args) { } }';
const SOURCE = 'src/main/java/com/example/App.java';
const WRAPPER = {
  gradlew: '#!/bin/sh\n',
  'gradle/wrapper/gradle-wrapper.jar': 'PK',
  'gradle/wrapper/gradle-wrapper.properties':
    'distributionUrl=https\\://services.gradle.org/distributions/gradle-8.8-bin.zip\n',
};
const BOOT = "plugins {\n  id 'java'\n  id 'org.springframework.boot' version '3.5.7'\n}\n";
const WEB = "dependencies { implementation 'org.springframework.boot:spring-boot-starter-web' }\n";

function generate(files: Readonly<Record<string, string>>, dir = '', options: Partial<Options> = {}) {
  const repo = memoryRepo(files);
  const { repository, plan, files: made } = compile(repo, dir, { ...defaultOptions, ...options });
  return {
    dockerfile: made.find(({ path }) => path.endsWith('Dockerfile'))?.text ?? '',
    ids: [...repo.problems, ...plan.problems].map(({ id }) => id),
    apps: repository.apps,
  };
}

const java = (script: string, files: Readonly<Record<string, string>> = {}): string | undefined =>
  generate({ 'build.gradle': script, [SOURCE]: MAIN, ...files }).apps[0]?.runtime.value.tag;

describe('parseGradle', () => {
  test('knows blocks, strings, comments and lines that go on', () => {
    const text = [
      'plugins { id \'java\'; id("application") }',
      '// id "comment" {',
      '/* dependencies { */ dependencies {',
      "    implementation 'a:b:1', // why",
      "        'c:d:2'",
      '    testImplementation("e:f:3") { exclude(group = "{") }',
      '}',
      "tasks.named('jar') {\n  manifest {\n    attributes 'Main-Class': 'X'\n  }\n}",
      'val x = listOf("a")\n    .map { it }',
    ].join('\n');
    expect(parseGradle(text).map(({ path, text: statement, line }) => [path.join(' > '), statement, line])).toEqual([
      ['plugins', "id 'java'", 1],
      ['plugins', 'id("application")', 1],
      ['dependencies', "implementation 'a:b:1',           'c:d:2'", 4],
      ['dependencies > testImplementation("e:f:3")', 'exclude(group = "{")', 6],
      ["tasks.named('jar') > manifest", "attributes 'Main-Class': 'X'", 10],
      ['val x = listOf("a")     .map', 'it', 14],
    ]);
  });

  test('takes any text, in time that grows with it, and loses no nesting', () => {
    const parts = ['{', '}', '(', ')', '"', "'", '"""', '//', '/*', '*/', '\n', ';', 'id ', '\\', '.x', '$', ','];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...parts), fc.string()), { maxLength: 200 }), (pieces) => {
        const text = pieces.join('');
        for (const { path, text: statement, line } of parseGradle(text)) {
          expect(path.length).toBeLessThanOrEqual(50);
          expect(statement.trim()).toBe(statement);
          expect(line).toBeLessThanOrEqual(text.split('\n').length);
          stringsOf(statement);
        }
      }),
    );
    for (const text of ['{'.repeat(200_000), '('.repeat(200_000), '"'.repeat(200_001), 'x\n  '.repeat(50_000)])
      expect(parseGradle(text).length).toBeLessThan(60_000);
  });

  test('a script of any text never throws on its way to a plan', () => {
    const word = fc.constantFrom(
      "plugins { id 'java' }",
      "id 'application'",
      'dependencies {',
      '}',
      'mainClass =',
      '"',
      '\n',
      '${x}',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 30 }), fc.string(), (words, settings) => {
        const files = { 'build.gradle': words.join(' '), 'settings.gradle': settings, [SOURCE]: MAIN };
        expect(() => generate(files)).not.toThrow();
      }),
      { numRuns: 60 },
    );
  });
});

describe('the version of Java', () => {
  test.each([
    ['java { toolchain { languageVersion = JavaLanguageVersion.of(17) } }', '17'],
    ['java { toolchain { languageVersion.set(JavaLanguageVersion.of(25)) } }', '25'],
    ['java.toolchain.languageVersion = JavaLanguageVersion.of(11)', '11'],
    ['sourceCompatibility = JavaVersion.VERSION_1_8', '8'],
    ["java {\n  sourceCompatibility = '16'\n}", '17'],
    ['kotlin { jvmToolchain(17) }', '17'],
    ['tasks.withType(JavaCompile).configureEach { options.release = 11 }', '11'],
    ["ext.level = '17'\nsourceCompatibility = level", '17'],
    ['', '21'],
  ])('%s gives %s', (text, expected) => {
    expect(java(`plugins { id 'java' }\n${text}`)).toBe(expected);
  });

  test('a property, a version of the catalog and what the root says for all are followed', () => {
    expect(
      java("plugins { id 'java' }\nsourceCompatibility = javaVersion", { 'gradle.properties': 'javaVersion=17' }),
    ).toBe('17');
    const catalog = { 'gradle/libs.versions.toml': '[versions]\njava = "11"\n' };
    const script =
      "plugins { id 'java' }\njava { toolchain { languageVersion = JavaLanguageVersion.of(libs.versions.java.get().toInteger()) } }";
    expect(java(script, catalog)).toBe('11');
  });

  test('the wrapper’s release bounds it: an old one where nothing is said, a new one where less is', () => {
    const old = (release: string): Record<string, string> => ({
      ...WRAPPER,
      'gradle/wrapper/gradle-wrapper.properties': `distributionUrl=https\\://x/gradle-${release}-bin.zip`,
    });
    expect(java("plugins { id 'java' }", old('7.4'))).toBe('17');
    expect(java("plugins { id 'java' }\nsourceCompatibility = 1.8", old('9.1.0'))).toBe('17');
    const late = "plugins { id 'application' }\njava { toolchain { languageVersion = JavaLanguageVersion.of(25) } }";
    expect(generate({ 'build.gradle': late, [SOURCE]: MAIN, ...old('8.8') }).ids).toContain('gradle-too-old');
  });
});

describe('the forms of a build', () => {
  test.each([
    ['Spring Boot', `${BOOT}${WEB}`, 'bootJar', 'cp build/libs/*.jar app.jar', 'CMD ["java", "-jar", "app.jar"]'],
    [
      'the application plugin',
      "plugins { id 'application' }\ndependencies { implementation 'a:b:1' }\napplication {\n mainClass = 'com.example.App'\n applicationDefaultJvmArgs = ['-Xss2m', '--add-opens=java.base/java.lang=ALL-UNNAMED']\n}",
      'installDist',
      'cp -R build/install/*/lib lib',
      'CMD ["java", "-Xss2m", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp", "app.jar:lib/*", "com.example.App"]',
    ],
    [
      'the shadow plugin',
      "plugins { id 'java'; id 'com.gradleup.shadow' version '8.3.5' }\njar { manifest { attributes 'Main-Class': 'com.example.App' } }\ndependencies { implementation 'a:b:1' }",
      'shadowJar',
      'cp build/libs/*-all.jar app.jar',
      'CMD ["java", "-jar", "app.jar"]',
    ],
    [
      'a jar with its libraries in it',
      "plugins { id 'java' }\njar {\n manifest { attributes('Main-Class': 'com.example.App') }\n from { configurations.runtimeClasspath.collect { it.isDirectory() ? it : zipTree(it) } }\n}\ndependencies { implementation 'a:b:1' }",
      'jar',
      'cp build/libs/*.jar app.jar',
      'CMD ["java", "-jar", "app.jar"]',
    ],
  ])('%s', (_name, script, task, copy, start) => {
    const { dockerfile, ids } = generate({ 'build.gradle': script, [SOURCE]: MAIN, ...WRAPPER });
    expect(ids.filter((id) => id !== 'health-unknown')).toEqual([]);
    expect(dockerfile).toContain(`sh ./gradlew --no-daemon --console=plain ${task} \\`);
    expect(dockerfile).toContain(copy);
    expect(dockerfile).toContain(start);
  });

  test('the Kotlin DSL says the same', () => {
    const script =
      'plugins {\n  java\n  alias(libs.plugins.spring.boot)\n}\ndependencies {\n  implementation(libs.bundles.web)\n}\n';
    const catalog =
      '[versions]\nboot = "3.4.1"\n[libraries]\nweb-starter = { module = "org.springframework.boot:spring-boot-starter-web" }\n[bundles]\nweb = ["web-starter"]\n[plugins]\nspring-boot = { id = "org.springframework.boot", version.ref = "boot" }\n';
    const { dockerfile } = generate({
      'build.gradle.kts': script,
      'gradle/libs.versions.toml': catalog,
      [SOURCE]: MAIN,
    });
    expect(dockerfile).toContain('-Djarmode=tools');
    expect(dockerfile).toContain('EXPOSE 8080');
    expect(dockerfile).toContain('FROM gradle:8-jdk17-noble AS base');
  });

  test('libraries that nothing lays beside the jar are said; a library is told so', () => {
    const script = "plugins { id 'java' }\ndependencies { implementation 'a:b:1' }";
    expect(generate({ 'build.gradle': script, [SOURCE]: MAIN }).ids).toContain('gradle-without-application');
    expect(generate({ 'build.gradle': "plugins { id 'java-library' }" }).ids).toEqual(['nothing-to-run']);
  });
});

describe('a build of several projects', () => {
  const files = {
    'settings.gradle': "rootProject.name = 'shop'\ninclude 'core', ':apps:web'\n",
    'build.gradle':
      "plugins { id 'org.springframework.boot' version '3.5.7' apply false }\nsubprojects {\n  apply plugin: 'java'\n  sourceCompatibility = '17'\n}\n",
    'core/build.gradle': "dependencies { api 'org.springframework.boot:spring-boot-starter-web:3.5.7' }",
    'apps/web/build.gradle':
      "apply plugin: 'org.springframework.boot'\ndependencies { implementation project(':core') }",
    [`apps/web/${SOURCE}`]: MAIN,
    'apps/web/src/main/resources/application.properties': 'server.port=9000',
    ...WRAPPER,
  };

  test('builds the one that starts, with what it needs', () => {
    const { dockerfile, apps } = generate(files);
    expect(apps.map(({ name, runtime }) => [name, runtime.value.tag])).toEqual([['web', '17']]);
    expect(dockerfile).toContain('sh ./gradlew --no-daemon --console=plain :apps:web:bootJar');
    expect(dockerfile).toContain('cp apps/web/build/libs/*.jar app.jar');
    expect(dockerfile).toContain('EXPOSE 9000');
    expect(dockerfile).toContain('--mount=type=bind,source=core/build.gradle,target=core/build.gradle');
  });

  test('asks where two start, and is read from a project’s folder too', () => {
    const two = { ...files, 'core/build.gradle': "apply plugin: 'org.springframework.boot'", [`core/${SOURCE}`]: MAIN };
    expect(generate(two).ids).toEqual(['which-app']);
    expect(generate(two, 'apps/web').dockerfile).toContain(':apps:web:bootJar');
  });

  test('plugins of the build’s own count as what they apply', () => {
    const own = {
      'settings.gradle.kts': 'include("app")',
      'buildSrc/build.gradle.kts': 'plugins { `kotlin-dsl` }',
      'buildSrc/src/main/kotlin/shop.app.gradle.kts':
        'plugins {\n  application\n}\njava { toolchain { languageVersion = JavaLanguageVersion.of(17) } }',
      'app/build.gradle.kts': 'plugins { id("shop.app") }\napplication { mainClass = "com.example.App" }',
      [`app/${SOURCE}`]: MAIN,
    };
    const { dockerfile } = generate(own);
    expect(dockerfile).toContain(':app:installDist');
    expect(dockerfile).toContain('gradle:8-jdk17-noble');
    expect(readGradle(memoryRepo(own), '')?.projects.map(({ path }) => path)).toEqual([':app']);
  });
});

describe('the wrapper', () => {
  const app = { 'build.gradle': `${BOOT}${WEB}`, [SOURCE]: MAIN };

  test('with Windows line ends it is started by its jar; without its jar it gives way', () => {
    const crlf = generate({ ...app, ...WRAPPER, gradlew: '#!/bin/sh\r\n' });
    expect(crlf.dockerfile).toContain(
      'java -cp gradle/wrapper/gradle-wrapper.jar org.gradle.wrapper.GradleWrapperMain --no-daemon',
    );
    const files = Object.fromEntries(Object.entries({ ...app, ...WRAPPER }).filter(([path]) => !path.endsWith('.jar')));
    const without = generate(files);
    expect(without.ids).toContain('wrapper-incomplete');
    expect(without.dockerfile).toContain('FROM gradle:8-jdk17-noble AS base');
  });

  test('of two build tools the one with a complete wrapper is taken', () => {
    const pom = { 'pom.xml': '<project><artifactId>demo</artifactId></project>' };
    const both = generate({ ...app, ...pom, ...WRAPPER });
    expect(both.ids).toContain('two-build-tools');
    expect(both.dockerfile).toContain('gradlew');
    expect(generate({ ...app, ...pom }).dockerfile).toContain('mvn -B');
  });
});
