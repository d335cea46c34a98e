import type { App } from '../../model/app.ts';
import type { ComposeNeeds, VolumeMount } from '../../model/compose.ts';
import type { LanguagePlan } from '../context.ts';
import { needOf, secretDefaults } from './connections.ts';
import { serviceName } from './names.ts';

/** What the image of an app needs of a compose file. */
export function composeNeeds(app: App, planned: LanguagePlan): ComposeNeeds {
  const { runtime, processes = [] } = planned;
  return {
    name: serviceName(app.name),
    ...(runtime.port === undefined ? {} : { port: runtime.port }),
    isWeb: runtime.port !== undefined,
    isChecked: runtime.health !== undefined,
    envFile: true,
    secrets: planned.secrets ?? [],
    args: planned.args ?? [],
    processes: processes.map((each) => ({ ...each, name: serviceName(each.name) })),
    volumes: volumesOf([...(runtime.ownsWorkdir ?? []), ...runtime.writable]),
    services: (app.services ?? []).map((use) => needOf(use, app.language)),
    fixed: runtime.env.filter(({ name }) => app.settingNames?.includes(name)),
    defaults: secretDefaults(app.ownSecrets ?? []),
  };
}

/** One volume a folder, named after its last part, or after all of them where two would be the same. */
function volumesOf(folders: readonly string[]): readonly VolumeMount[] {
  const short = (target: string): string => serviceName(target.split('/').at(-1) ?? 'data');
  return folders.map((target) => {
    const isShared = folders.some((other) => other !== target && short(other) === short(target));
    return { name: isShared ? serviceName(target) : short(target), target };
  });
}
