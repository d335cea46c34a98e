/** The way from one folder of the repository to a path; '' where they are the same. */
export function relativePath(from: string, to: string): string {
  const start = from === '' ? [] : from.split('/');
  const end = to === '' ? [] : to.split('/');
  const common = start.findIndex((part, index) => part !== end[index]);
  const shared = common === -1 ? start.length : common;
  return [...start.slice(shared).map(() => '..'), ...end.slice(shared)].join('/');
}
