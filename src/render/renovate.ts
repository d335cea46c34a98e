/** Where it is written: the first place that Renovate looks at. */
export const RENOVATE_FILE = 'renovate.json';

/** What a configuration of a person's own has to extend for the same. */
export const RENOVATE_PRESETS = ['docker:pinDigests', 'helpers:pinGitHubActionDigests'] as const;

/** Every place of a configuration, beside package.json. @see https://docs.renovatebot.com/configuration-options/ */
export const RENOVATE_NAMES = [
  ...['renovate.json', 'renovate.json5'].flatMap((name) => [name, `.github/${name}`, `.gitlab/${name}`]),
  '.renovaterc',
  '.renovaterc.json',
  '.renovaterc.json5',
];

/**
 * A configuration that pins base images and actions by digest and keeps the pins fresh. The line of a runtime is what
 * the repository states (engines, go.mod…): that moves first, and the Dockerfile is written anew.
 */
export function renderRenovate(): string {
  const config = {
    $schema: 'https://docs.renovatebot.com/renovate-schema.json',
    extends: ['config:recommended', ...RENOVATE_PRESETS],
    packageRules: [
      {
        description: 'The line of a runtime follows what the repository states: create-dockerfile writes it.',
        matchManagers: ['dockerfile'],
        matchUpdateTypes: ['major', 'minor'],
        enabled: false,
      },
    ],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
