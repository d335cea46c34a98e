import type { ProblemTable } from './table.ts';

/** Java apps. */
export const javaProblems = {
  'main-class-ambiguous': {
    level: 'error',
    exit: 4,
    what: '{name} has several classes with a main method: {classes}.',
    fix: 'Choose one: --start "java -cp app.jar the.one.to.Start", or <exec.mainClass> among the properties of pom.xml.',
  },
  'gradle-not-planned': { level: 'hint', what: 'Gradle builds ({file}) are not planned yet.', fix: 'Use pom.xml.' },
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
