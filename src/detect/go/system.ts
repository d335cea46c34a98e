import { fact, type Fact } from '../../model/fact.ts';
import { findInGo, type GoFile } from './packages.ts';

/** What a bare image lacks, and the calls of the standard library that need it. */
const NEEDS: readonly { readonly what: string; readonly calls: RegExp }[] = [
  {
    what: 'certificates',
    calls:
      /\bhttp\.(Get|Head|Post|PostForm|Client|DefaultClient|NewRequest\w*|Transport)\b|\btls\.Dial|\bx509\.SystemCertPool|\bsmtp\./,
  },
  { what: 'time zones', calls: /\btime\.LoadLocation\(/ },
  { what: 'a user', calls: /\buser\.(Current|Lookup\w*)\(|\bos\.User(Home|Cache|Config)Dir\(/ },
  {
    what: '/tmp',
    calls:
      /\b(os|ioutil)\.(CreateTemp|MkdirTemp|TempDir|TempFile)\b|\.(ParseMultipartForm|FormFile|MultipartReader|MultipartForm)\b/,
  },
  { what: 'other programs', calls: /\bexec\.(Command|LookPath)/ },
];

/**
 * Whether the program may need something that an empty image lacks. Only a program of the standard library alone can be
 * read to its end; what others depend on may need anything.
 * @param files what the command is made of.
 */
export function needsSystem(files: readonly GoFile[], hasDependencies: boolean): Fact<boolean> {
  const [file] = files;
  const source = { kind: 'absent', lookedFor: NEEDS.map(({ what }) => what) } as const;
  if (hasDependencies || file === undefined)
    return fact(true, 'its dependencies may need certificates, time zones, a user or /tmp', source);
  for (const { what, calls } of NEEDS) {
    const hit = findInGo(files, calls);
    if (hit) return fact(true, `it needs ${what}: ${hit.match[0].replace(/\($/, '')}`, hit.source);
  }
  return fact(
    false,
    'it is the standard library alone, and asks for no certificates, time zones, user or /tmp',
    source,
  );
}
