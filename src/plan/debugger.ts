import data from '../../data/debuggers.json' with { type: 'json' };
import type { App } from '../model/app.ts';
import type { Debugged, Debugger } from '../model/development.ts';

const COMMANDS: Readonly<
  Partial<Record<App['language'], (debugged: Debugged, app: App) => readonly string[] | undefined>>
> = {
  node: ({ words, runner = [] }) => {
    const [program = ''] = words;
    const { options, programs, last } = data.node;
    const end = lookUp(last, program);
    if (end !== undefined) return [...runner, ...words, ...end];
    const first = lookUp(programs, program);
    const index = first !== undefined && words[first] === 'watch' ? first + 1 : first;
    const told = index === undefined ? undefined : words.toSpliced(index, 0, ...options);
    return told && (program === 'node' ? told : [...runner, ...told]);
  },
  python: ({ words: [program = '', ...rest] }, { dependencies }) => {
    if (!Object.hasOwn(dependencies, data.python.package)) return undefined;
    return [...data.python.words, ...(program === 'python' ? rest : ['-m', program, ...rest])];
  },
  go: ({ words: [, , ...rest] }) => {
    const index = rest.findIndex((word) => !word.startsWith('-'));
    const [options, [main = '.', ...args]] = [rest.slice(0, index), rest.slice(index)];
    const flags = options.length > 0 ? [`--build-flags=${options.join(' ')}`] : [];
    return [...data.go.words, main, ...data.go.options, ...flags, ...(args.length > 0 ? ['--', ...args] : [])];
  },
  java: ({ words }) => {
    const goal = words.find((word) => lookUp(data.java.goals, word) !== undefined);
    const options = goal === undefined ? undefined : lookUp(data.java.goals, goal);
    return options && [...words.filter((word) => !word.startsWith('-Ddebug')), ...options];
  },
};

const PORTS: Readonly<Partial<Record<App['language'], number>>> = {
  node: data.node.port,
  python: data.python.port,
  go: data.go.port,
  java: data.java.port,
};

/** The command that lets a debugger in, and its port; undefined where none is known for what the target starts. */
export function debuggerOf(app: App, debugged: Debugged | undefined): Debugger | undefined {
  const command = debugged && COMMANDS[app.language]?.(debugged, app);
  const port = PORTS[app.language];
  return command === undefined || port === undefined ? undefined : { port, command };
}

function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
