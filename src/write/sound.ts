import { isProblem } from '../model/problem.ts';
import { parseJson } from '../parse/json.ts';
import { parseYaml } from '../parse/yaml.ts';

/**
 * What a merge of lines cannot see: whether the whole still makes sense.
 * @param sides the texts that were merged: what was odd in one of them already is nobody's fault here.
 * @returns what is wrong, or undefined.
 */
export function unsoundness(path: string, merged: string, sides: readonly string[]): string | undefined {
  if (/\.ya?ml$/.test(path)) return yamlFault(merged, path);
  if (path.endsWith('.json')) return jsonFault(merged, path);
  if (/ignore$|\.hcl$/.test(path)) return undefined;
  const known = new Set(sides.flatMap(stagesOf));
  const lost = [...referencesOf(merged)].find((name) => known.has(name) && !stagesOf(merged).includes(name));
  if (lost !== undefined) return `no stage is called ${lost} any more`;
  const swallowed = swallowedIn(merged);
  return swallowed === undefined || sides.some((side) => swallowedIn(side) !== undefined)
    ? undefined
    : `the instruction "${swallowed}" would belong to the line before it`;
}

function yamlFault(text: string, path: string): string | undefined {
  const document = parseYaml(text, path);
  return isProblem(document) ? document.what : undefined;
}

function jsonFault(text: string, path: string): string | undefined {
  const document = parseJson(text, path);
  return isProblem(document) ? document.what : undefined;
}

/** @see https://docs.docker.com/reference/dockerfile/#from */
function stagesOf(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t]*FROM[ \t].*[ \t]AS[ \t]+(\S+)/gim)].map(([, name = '']) => name.toLowerCase());
}

/** Names that stand where a stage or an image is meant. */
function referencesOf(text: string): readonly string[] {
  const places = [/^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)/gim, /(?:--from=|,from=)([^\s,]+)/g];
  return places.flatMap((place) => [...text.matchAll(place)].map(([, name = '']) => name.toLowerCase()));
}

/** The first line that starts an instruction, or is empty, after one that goes on. */
function swallowedIn(text: string): string | undefined {
  const lines = text.split('\n');
  return lines.find(
    (line, index) =>
      /[^\s#].*\\[ \t]*$/.test(lines[index - 1] ?? '') &&
      /^(?:$|(?:FROM|RUN|COPY|ADD|ENV|ARG|USER|WORKDIR|EXPOSE|VOLUME|LABEL|CMD|ENTRYPOINT|HEALTHCHECK|STOPSIGNAL)\s)/.test(
        line,
      ),
  );
}
