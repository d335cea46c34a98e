import { dockerIgnore } from '../../parse/docker-ignore.ts';
import { isSecretFile } from '../../plan/secret-files.ts';
import type { Repo } from '../../repo/repo.ts';
import { finding, type Finding, type Rule } from '../context.ts';
import { copyOf, covers } from '../steps.ts';
import { allSteps } from './files.ts';

const MOST = 5;
const NOT_REAL =
  /(^|\/)(tests?|__tests__|fixtures?|testdata|examples?|samples?|node_modules|vendor)(\/|$)|\.(example|sample|template|dist)$/;
/** Names that a build gives to a browser anyway. */
const PUBLIC =
  /^(NEXT_PUBLIC|VITE|REACT_APP|PUBLIC|NUXT_PUBLIC|GATSBY|EXPO_PUBLIC|VUE_APP|NG_APP|STORYBOOK)_|^(NODE_ENV|PORT|HOST|TZ|GENERATE_SOURCEMAP)$/;

/** Secret files of the folder, tracked or not, that a COPY would bring into a layer. */
export const secretsInContext: Rule = (context) => {
  const { repo, ignore, dockerfile } = context;
  const drops = dockerIgnore(ignore?.lines ?? []);
  const there = [...repo.paths, ...repo.ignoredPaths.map((path) => path.replace(/\/$/, ''))].filter(
    (path) => isSecretFile(repo, path, 'finding') && !drops(path) && !NOT_REAL.test(path) && !isPublic(repo, path),
  );
  const copies = allSteps(context).flatMap((step) => {
    const copy = copyOf(step);
    return copy === undefined || copy.from !== undefined ? [] : [{ copy, line: step.instruction.line }];
  });
  return there.slice(0, MOST).flatMap((file): Finding[] => {
    const by = copies.find(({ copy }) => copy.sources.some((source) => covers(source, file)));
    if (by === undefined) return [];
    return [
      finding(
        'secret-in-context',
        { file, ignore: ignore?.file ?? '.dockerignore' },
        { file: dockerfile.path, line: by.line },
        { file },
      ),
    ];
  });
};

/** Names whose values nobody else may know. */
const SECRET = /(^|_)(KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASS|CREDENTIALS?|PRIVATE|AUTH|DSN)(_|$)|_URL$|_URI$/;

/** A tracked env file without a secret: public names, settings, and secrets without a value. */
function isPublic(repo: Repo, path: string): boolean {
  const text = repo.read(path);
  if (text === undefined || !/(^|\/)\.env[^/]*$/.test(path)) return false;
  return text.split('\n').every((line) => {
    const [, name = '', value = ''] = /^\s*(?:export\s+)?(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
    return (
      PUBLIC.test(name) ||
      !SECRET.test(name) ||
      /^["']?["']?\s*(#.*)?$/.test(value) ||
      (/_UR[LI]$/.test(name) && !/:\/\/[^/\s]*:[^/\s]*@/.test(value))
    );
  });
}

/** A folder that is copied whole, and nothing that keeps anything out. */
export const ignoreFile: Rule = ({ ignore, dockerfile, ...context }) => {
  if (ignore !== undefined) return [];
  const whole = allSteps({ ...context, dockerfile }).find((step) => {
    const copy = copyOf(step);
    return copy !== undefined && copy.from === undefined && copy.sources.includes('');
  });
  return whole === undefined
    ? []
    : [finding('ignore-file-missing', {}, { file: dockerfile.path, line: whole.instruction.line })];
};

/** A manager's configuration with a credential that is copied instead of mounted. */
export const copiedCredentials: Rule = (context) => {
  const { app, dockerfile, ignore } = context;
  const secrets = app?.language === 'node' ? app.node.secrets : [];
  const drops = dockerIgnore(ignore?.lines ?? []);
  return secrets.flatMap((secret) => {
    if (!('file' in secret) || drops(secret.file)) return [];
    const step = allSteps(context).find((each) => {
      const copy = copyOf(each);
      return (
        copy !== undefined && copy.from === undefined && copy.sources.some((source) => covers(source, secret.file))
      );
    });
    return step === undefined
      ? []
      : [
          finding(
            'secret-copied',
            { file: secret.file, id: secret.id },
            { file: dockerfile.path, line: step.instruction.line },
            { file: secret.file },
          ),
        ];
  });
};
