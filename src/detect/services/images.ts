import { firstOf, inFile, type Candidate, type Fact } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { serviceRow, servicesDate, type ServiceName } from '../../services.ts';

/** Files that say which servers the project is run and tested with, the ones that run it first. */
const PLACES: readonly (readonly [globs: readonly string[], because: string])[] = [
  [['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'], 'its compose file runs'],
  [
    ['{docker,deploy,docker-compose,.devcontainer}/*compose*.{yaml,yml}', '{docker-,}compose*.{yaml,yml}'],
    'a compose file of the repository runs',
  ],
  [
    ['.github/workflows/*.{yml,yaml}', '.gitlab-ci.yml', '.circleci/config.yml', 'bitbucket-pipelines.yml'],
    'it is tested with',
  ],
];

/**
 * The image of a server: the one that the repository runs or tests with, else the table's.
 * @param services those that would do, the usual one first: a project that runs MariaDB needs no MySQL.
 * @param dependencies some need an extension of the database, which its usual image lacks.
 */
export function imageOf(
  repo: Repo,
  folders: readonly string[],
  services: readonly ServiceName[],
  dependencies: readonly string[],
): { readonly service: ServiceName; readonly image: Fact<string> } {
  const stated = PLACES.flatMap(([globs, because]) =>
    [...new Set(folders)]
      .flatMap((folder) => repo.scan(globs.map((glob) => join(folder, glob))))
      .flatMap((file) => {
        const text = repo.read(file) ?? '';
        return services.flatMap((service) =>
          statedImages(text, service).map(({ image, index }) => ({
            service,
            image,
            source: inFile(file, lineAt(text, index)),
            because: `${because} ${image}`,
          })),
        );
      }),
  );
  const [first] = stated;
  const service = first?.service ?? services[0] ?? 'postgres';
  const row = serviceRow(service);
  const usual: Candidate<string> = {
    value: `${row.image}:${row.tag}`,
    source: { kind: 'table', name: 'data/services.json', date: servicesDate },
    because: 'nothing says which version',
  };
  const candidates = stated
    .filter((each) => each.service === service)
    .map(({ image, source, because }) => ({ value: image, source, because }));
  const distinct = candidates.filter(
    ({ value }, index) => candidates.findIndex((each) => each.value === value) === index,
  );
  const extended = (row.extensions ?? []).flatMap(({ image: value, drivers }): Candidate<string>[] => {
    const driver = drivers.find((name) => dependencies.includes(name));
    return driver === undefined ? [] : [{ ...usual, value, because: `${driver} needs its extension` }];
  });
  const others = [...extended, usual].filter(({ value }) => !distinct.some((each) => each.value === value));
  const image = firstOf([...distinct, ...others]);
  return {
    service,
    image: image ?? { value: usual.value, sources: [usual.source], because: usual.because, rejected: [] },
  };
}

/** `postgres:16-alpine`, also as the default of a variable; a tag that says no version says nothing. */
function statedImages(
  text: string,
  service: ServiceName,
): readonly { readonly image: string; readonly index: number }[] {
  const { image, variants = [] } = serviceRow(service);
  const names = [image, ...variants].join('|');
  const pattern = new RegExp(
    `(?:^|[\\s"'])(?:docker\\.io/)?(?:library/)?(${names}):(?:\\$\\{\\w+:?-)?((?:latest-)?(?:pg|v)?\\d[\\w.-]*)(?=[\\s"'}]|$)`,
    'gm',
  );
  return [...text.matchAll(pattern)].map(({ 1: name = '', 2: tag = '', index }) => ({
    image: `${name}:${tag}`,
    index,
  }));
}
