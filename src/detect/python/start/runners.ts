import { fact, inFile } from '../../../model/fact.ts';
import { lineOfMatch } from '../../../parse/lines.ts';
import { inRoot } from '../modules.ts';
import { quotePattern } from '../../../quote.ts';
import { dependsOn, type Start, type StartContext } from './model.ts';
import { PORT_WORD } from './servers.ts';

/** A framework whose scripts are started by a program of its own, or that is told by variables where it listens. */
interface Runner {
  readonly dependency: string;
  /** Files that are looked at first. */
  readonly usual: readonly string[];
  /** What a script of the framework holds. */
  readonly script: RegExp;
  readonly command: (file: string) => readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  /** Where a script names a port itself. */
  readonly ownPort?: RegExp;
  readonly handlesSigterm: boolean;
  readonly health?: string;
}

/** Nothing of it is asked in a terminal, opened in a browser or sent home. */
const RUNNERS: readonly Runner[] = [
  // https://docs.streamlit.io/develop/api-reference/configuration/config.toml
  {
    dependency: 'streamlit',
    usual: ['streamlit_app.py', 'Home.py', 'home.py', 'app.py', 'main.py', 'Main.py'],
    script: /^[ \t]*(?:import|from)[ \t]+streamlit\b/m,
    command: (file) => ['streamlit', 'run', file, '--server.address', '0.0.0.0', '--server.port', PORT_WORD],
    env: { STREAMLIT_BROWSER_GATHER_USAGE_STATS: 'false', STREAMLIT_SERVER_HEADLESS: 'true' },
    port: 8501,
    handlesSigterm: true,
    health: '/',
  },
  // https://docs.chainlit.io/backend/command-line
  {
    dependency: 'chainlit',
    usual: ['app.py', 'main.py'],
    script: /^[ \t]*(?:import|from)[ \t]+chainlit\b/m,
    command: (file) => ['chainlit', 'run', file, '--headless', '--host', '0.0.0.0', '--port', PORT_WORD],
    env: {},
    port: 8000,
    handlesSigterm: true,
  },
  // https://panel.holoviz.org/how_to/deployment/commandline.html; it refuses sockets of pages that it does not know
  {
    dependency: 'panel',
    usual: ['app.py', 'main.py', 'dashboard.py'],
    script: /\.servable\(/,
    command: (file) => [
      'panel',
      'serve',
      file,
      '--address',
      '0.0.0.0',
      '--port',
      PORT_WORD,
      '--allow-websocket-origin=*',
    ],
    env: {},
    port: 5006,
    handlesSigterm: true,
  },
  // https://docs.bokeh.org/en/latest/docs/user_guide/server/deploy.html
  {
    dependency: 'bokeh',
    usual: ['main.py', 'app.py'],
    script: /\bcurdoc\(\)/,
    command: (file) => [
      'bokeh',
      'serve',
      file,
      '--address',
      '0.0.0.0',
      '--port',
      PORT_WORD,
      '--allow-websocket-origin=*',
    ],
    env: {},
    port: 5006,
    handlesSigterm: true,
  },
  // https://solara.dev/documentation/getting_started/deploying/self-hosted
  {
    dependency: 'solara',
    usual: ['app.py', 'main.py', 'sol.py'],
    script: /^[ \t]*(?:import|from)[ \t]+solara\b/m,
    command: (file) => ['solara', 'run', file, '--production', '--host', '0.0.0.0', '--port', PORT_WORD],
    env: {},
    port: 8765,
    handlesSigterm: true,
  },
  // https://www.gradio.app/guides/environment-variables
  {
    dependency: 'gradio',
    usual: ['app.py', 'main.py', 'demo.py'],
    script: /\.launch\(/,
    command: (file) => ['python', file],
    env: { GRADIO_ANALYTICS_ENABLED: 'False', GRADIO_SERVER_NAME: '0.0.0.0', GRADIO_SERVER_PORT: PORT_WORD },
    port: 7860,
    ownPort: /\bserver_port\s*=\s*(\d{2,5})\b/,
    handlesSigterm: false,
  },
];

/** The script of such a framework that the project depends on. */
export function runnerStart(context: StartContext): Start | undefined {
  for (const runner of RUNNERS) {
    const source = context.manifest.dependencies[runner.dependency];
    if (source === undefined && !dependsOn(context, runner.dependency)) continue;
    const file = scriptOf(context, runner);
    if (file === undefined) continue;
    const text = context.repo.read(file) ?? '';
    const place = inFile(file, lineOfMatch(text, runner.script));
    const port = Number(runner.ownPort?.exec(text)?.[1] ?? runner.port);
    return {
      command: fact(
        runner.command(inRoot(context.root, file)),
        `${file} is a script of ${runner.dependency}`,
        place,
        ...(source ? [source] : []),
      ),
      needsShell: false,
      env: runner.env,
      kind: 'web',
      port: fact(port, `${runner.dependency} listens there`, place),
      readsPort: false,
      handlesSigterm: fact(
        runner.handlesSigterm,
        `${runner.dependency} ${runner.handlesSigterm ? 'ends' : 'does not end'} on SIGTERM`,
        place,
      ),
      ...(runner.health === undefined ? {} : { route: runner.health }),
      additions: [],
    };
  }
  return undefined;
}

/** A usual file nearest the top, else the nearest that no other imports; what lies in pages is a part of one. */
function scriptOf({ repo, files }: StartContext, runner: Runner): string | undefined {
  const scripts = files.filter((file) => !/(^|\/)pages\//.test(file) && runner.script.test(repo.read(file) ?? ''));
  const imported = (file: string): boolean => {
    const name = quotePattern(file.split('/').at(-1)?.replace(/\.py$/, '') ?? '');
    const pattern = new RegExp(`^[ \\t]*(?:from|import)[ \\t][^#\\n]*\\b${name}\\b`, 'm');
    return files.some((other) => other !== file && pattern.test(repo.read(other) ?? ''));
  };
  const rank = (file: string): number => {
    const index = runner.usual.indexOf(file.split('/').at(-1) ?? '');
    const isPart = index === -1 && imported(file);
    return (isPart ? 10_000 : 0) + (index === -1 ? runner.usual.length : index) + 100 * file.split('/').length;
  };
  return [...scripts].sort((a, b) => rank(a) - rank(b))[0];
}
