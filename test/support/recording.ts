import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { readExample } from './examples.ts';
import { folderOf } from './folder.ts';
import { closeSessions, KEYS, loadPty, openSession } from './pty.ts';

const EXAMPLE = join(import.meta.dirname, '../../examples/typescript-api');
const QUESTION = '? Write these files?';
const BASE = '? Which base image?';

/**
 * What a person sees who looks at a row, at what it could be, and accepts: recorded in a real terminal.
 * @returns undefined where there is no terminal to record in.
 */
export async function recordPrompts(columns: number): Promise<string | undefined> {
  if (process.platform === 'win32' || (await loadPty()) === undefined) return undefined;
  const root = folderOf({});
  cpSync(EXAMPLE, root, { recursive: true });
  for (const name of [...Object.keys(readExample('typescript-api').expected), 'example.json']) rmSync(join(root, name));
  const env = { NO_COLOR: '1', npm_config_user_agent: 'npm/11' };
  const session = await openSession(root, [], env, columns);
  /** The last frame of a question: inquirer writes each one whole. */
  const frame = (question: string): string => {
    const text = stripVTControlCharacters(session.raw()).replaceAll('\r', '');
    return text.slice(text.lastIndexOf(question)).trimEnd();
  };
  await session.see('❯ Yes, write them');
  const summary = stripVTControlCharacters(session.raw()).replaceAll('\r', '').split(QUESTION)[0] ?? '';
  await session.press(KEYS.down, KEYS.down);
  await session.see('❯ Change the base');
  const menu = frame(QUESTION);
  await session.press(KEYS.enter);
  await session.see('❯ distroless');
  const bases = frame(BASE);
  await session.press(KEYS.enter);
  await session.see('❯ Yes, write them');
  await session.press(KEYS.enter);
  await session.see('--yes');
  await session.exit();
  closeSessions();
  const end = frame('✔ Write these files?')
    .split('\n')
    .filter((line) => !line.startsWith('hint: '));
  const text = ['$ npx create-dockerfile', summary.trim().replace(/^/, '  '), menu, bases, end.join('\n')].join('\n\n');
  return text.replace(/[ \t]+$/gm, '');
}
