import { coerce, gte } from 'semver';
import data from '../../../data/servlet-containers.json' with { type: 'json' };
import files from '../../generated/files.json' with { type: 'json' };
import type { JavaApp } from '../../model/app.ts';
import type { Copy, HelperFile, Mount } from '../../model/plan.ts';
import type { Shape } from './start.ts';

/** Where the image has the servlet container. */
const HOME = '/opt/tomcat';
const BOOTSTRAP = ['bootstrap', 'tomcat-juli'].map((name) => `${HOME}/bin/${name}.jar`).join(':');
/** What the container's own start script opens. @see https://github.com/apache/tomcat/blob/main/bin/catalina.sh */
const OPENED = ['java.lang', 'java.io', 'java.util', 'java.util.concurrent'].map((name) => `java.base/${name}`);

/** The values of the `server` stage: a download by Maven, from the same repository as the libraries. */
export interface ServerStage {
  readonly image: string;
  readonly mounts: readonly Mount[];
  readonly fetch: readonly string[];
  readonly archive: string;
  /** What of the archive the image needs: no scripts, no applications of its own. */
  readonly parts: readonly string[];
}

/** The newest container that serves the API and runs on the line of Java. */
export function serverStage({ java, runtime }: JavaApp, image: string): ServerStage {
  const servlet = coerce(java.servlet?.value ?? '') ?? '4.0.0';
  const line = Number(runtime.value.line);
  const container = data.lines.find((each) => gte(servlet, each.servlet) && line >= each.java) ?? data.lines.at(-1);
  const release = container?.release ?? '';
  const name = `apache-tomcat-${release}`;
  return {
    image,
    mounts: [{ type: 'cache', target: '/root/.m2', sharing: 'locked' }],
    fetch: [
      ...['mvn', '-B', 'dependency:copy', `-Dartifact=org.apache.tomcat:tomcat:${release}:tar.gz`],
      '-DoutputDirectory=/tmp',
    ],
    archive: `/tmp/tomcat-${release}.tar.gz`,
    parts: ['lib', 'bin/bootstrap.jar', 'bin/tomcat-juli.jar', 'conf/web.xml'].map((part) => `${name}/${part}`),
  };
}

export function containerCopies(): readonly Copy[] {
  return [{ from: 'server', sources: ['/server/'], target: `${HOME}/` }];
}

export function containerFiles(): readonly HelperFile[] {
  return [
    {
      target: `${HOME}/conf/server.xml`,
      text: files['server.xml'],
      why: 'One application at /, no shutdown port, and nothing written but in /tmp.',
    },
  ];
}

/** The war laid out in a folder, its libraries before what an edit changes. */
export function warShape(app: JavaApp, name: string, port: number): Shape {
  const opens = Number(app.runtime.value.line) >= 9 ? OPENED.map((name) => `--add-opens=${name}=ALL-UNNAMED`) : [];
  return {
    copies: [
      { from: 'war', sources: ['/libraries/'], target: './web/WEB-INF/lib/' },
      { from: 'war', sources: ['/war/'], target: './web/' },
    ],
    start: [
      ...opens,
      ...[`-Dcatalina.home=${HOME}`, `-Dhttp.port=${port}`],
      ...['-cp', BOOTSTRAP, 'org.apache.catalina.startup.Bootstrap', 'start'],
    ],
    classes: { path: name, archive: name },
  };
}
