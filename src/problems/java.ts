import type { ProblemTable } from './table.ts';

/** Java apps. */
export const javaProblems = {
  'main-class-ambiguous': {
    level: 'error',
    exit: 4,
    what: '{name} has several classes with a main method: {classes}.',
    fix: 'Choose one: --start "java -cp app.jar the.one.to.Start", or <exec.mainClass> among the properties of pom.xml.',
  },
  'two-build-tools': {
    level: 'hint',
    what: 'Both Maven and Gradle build this; the image uses {used}: {why}.',
    fix: 'Remove the files of {left} if nobody uses them.',
  },
  'gradle-without-application': {
    level: 'error',
    exit: 3,
    what: '{name} starts with {main}, but nothing in its build puts its libraries beside it.',
    fix: 'Apply the application plugin with that main class, or a plugin that bundles (com.gradleup.shadow).',
  },
  'gradle-too-old': {
    level: 'warning',
    what: 'The wrapper is of Gradle {release}, which runs on Java {newest} at the most, and the build wants Java {java}.',
    fix: 'Update the wrapper to a release that runs on Java {java}.',
  },
  'war-without-server': {
    level: 'error',
    exit: 3,
    what: '{name} is a war, which a servlet container serves; no plugin makes it start by itself.',
    fix: 'Make it executable (spring-boot-maven-plugin does), or write a Dockerfile on the image of your container.',
  },
  'wrapper-incomplete': {
    level: 'hint',
    what: 'The {tool} wrapper is incomplete ({missing}); the image uses its own {tool}.',
    fix: 'Run {command} and commit what it writes to build with the version that you pin.',
  },
} as const satisfies ProblemTable;
