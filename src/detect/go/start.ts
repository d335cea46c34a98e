import { fact, type Fact } from '../../model/fact.ts';
import { findInGo, type GoFile, imports } from './packages.ts';
import type { Main } from './mains.ts';

/** Libraries whose programs do nothing but print their help when no subcommand is given. */
const COMMAND_LIBRARIES = ['github.com/spf13/cobra', 'github.com/urfave/cli', 'github.com/alecthomas/kong'];
const SERVING_SUBCOMMAND = /\b(?:Use|Name):\s*"(serve|server|start|run|web|http|api)\b/;

/** The program and, where a server is a subcommand, its name. */
export function startCommand({ files, server, source, target }: Main, binary: string): Fact<readonly string[]> {
  const subcommand = server.serves && subcommandOf(files);
  if (subcommand) return fact([binary, subcommand.match[1] ?? ''], 'the server is a subcommand', subcommand.source);
  return fact([binary], `${target} is a package main`, source);
}

function subcommandOf(files: readonly GoFile[]): ReturnType<typeof findInGo> {
  return findInGo(
    files.filter((file) => COMMAND_LIBRARIES.some((library) => imports(file, library))),
    SERVING_SUBCOMMAND,
  );
}
