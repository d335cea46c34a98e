import { finding, placeOfSource, type CheckContext, type Rule } from '../context.ts';
import { driversOf, SERVICE_NAMES, serviceRow } from '../../services.ts';
import { listening } from './reach.ts';

/** The services of the compose file that are built from this Dockerfile. */
function own({ compose, dockerfile }: CheckContext) {
  return compose?.services.filter(({ build }) => build?.dockerfile === dockerfile.path) ?? [];
}

/** Ports and targets that a compose file asks of the image. */
export const composeAsks: Rule = (context) => {
  const { compose, dockerfile } = context;
  const names = dockerfile.stages.flatMap(({ name }) => name ?? []);
  const found = listening(context);
  return own(context).flatMap((service) => {
    const place = (line: number | undefined) => ({
      file: compose?.file ?? '',
      ...(line === undefined ? {} : { line }),
    });
    const target = service.build?.target;
    const isMissing =
      target !== undefined &&
      !target.includes('$') &&
      !names.some((name) => name.toLowerCase() === target.toLowerCase());
    const [port] = service.ports;
    const isWrong =
      found?.isCertain === true &&
      port !== undefined &&
      service.ports.every(({ container }) => container !== found.port);
    return [
      ...(isMissing
        ? [
            finding(
              'compose-target',
              { file: place(0).file, target, stages: names.join(', ') || 'none' },
              place(service.build?.targetLine),
              { file: dockerfile.path },
            ),
          ]
        : []),
      ...(isWrong && target === undefined
        ? [
            finding(
              'compose-port',
              { file: place(0).file, published: port.container, port: found.port },
              place(port.line),
              placeOfSource(context.app?.processes[0]?.port?.sources ?? []),
            ),
          ]
        : []),
    ];
  });
};

/** Servers that the app's drivers talk to, where the compose file that starts the app has other services but not them. */
export const services: Rule = (context) => {
  const { app, compose } = context;
  const images = compose?.services.flatMap(({ image }) => image ?? []) ?? [];
  if (app === undefined || compose === undefined || own(context).length === 0 || images.length === 0) return [];
  return SERVICE_NAMES.flatMap((service) => {
    const { images: known, title, isOptional } = serviceRow(service);
    const dependency = driversOf(app.language)[service]?.find((name) => app.dependencies[name] !== undefined);
    const source = dependency === undefined ? undefined : app.dependencies[dependency];
    if (
      dependency === undefined ||
      source === undefined ||
      isOptional === true ||
      images.some((image) => known.some((name) => image.includes(name)))
    )
      return [];
    const line = own(context)[0]?.line;
    return [
      finding(
        'service-missing',
        { dependency, service: title, file: compose.file },
        { file: compose.file, ...(line === undefined ? {} : { line }) },
        placeOfSource([source]),
      ),
    ];
  });
};
