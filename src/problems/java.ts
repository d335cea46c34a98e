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
  'war-needs-server': {
    level: 'error',
    exit: 3,
    what: '{name} is a war for {api}: an application server has more of it than servlets, and none is planned.',
    fix: 'Make it executable, depend on the Servlet API alone, or write a Dockerfile on the image of your server.',
  },
  'cds-refused': {
    level: 'error',
    exit: 2,
    what: '--cds does not fit {name}: {why}.',
    fix: 'Leave it out.',
    flag: '--cds',
  },
  'key-in-image': {
    level: 'warning',
    what: '{file} goes into the image, because {settings} names it and git tracks it.',
    fix: 'If it holds a secret, take it out of git and mount it: docker run -v.',
  },
  'wrapper-incomplete': {
    level: 'hint',
    what: 'The {tool} wrapper is incomplete ({missing}); the image uses its own {tool}.',
    fix: 'Run {command} and commit what it writes to build with the version that you pin.',
  },
} as const satisfies ProblemTable;
