import packageJson from '../../package.json' with { type: 'json' };
import { CONFIG_FILE, VERSION } from './config.ts';
import { settings } from './settings.ts';

/** Where editors find the schema: the file of the published package. */
export const schemaAddress = `https://unpkg.com/${packageJson.name}@${packageJson.version.split('.').slice(0, 1).join('.')}/schema.json`;

/** The JSON schema of the configuration. @see https://json-schema.org/draft/2020-12/schema */
export function configSchema(): unknown {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: schemaAddress,
    title: `${CONFIG_FILE} of create-dockerfile`,
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      version: { const: VERSION, description: 'version of this form' },
      ...Object.fromEntries(settings.map(({ key, what, schema }) => [key, { description: what, ...schema }])),
    },
  };
}
