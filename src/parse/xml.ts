import { XMLParser } from 'fast-xml-parser';
import { problem, type Problem } from '../model/problem.ts';
import { lineAt } from './lines.ts';

/** An element of an XML file: its text, the line it starts on, and its children by name. */
export interface XmlElement {
  readonly line: number;
  /** Trimmed; undefined where it is empty. */
  readonly text?: string;
  /** The first element at a path of names. */
  child(first: string, ...rest: readonly string[]): XmlElement | undefined;
  /** All children with the name. */
  all(name: string): readonly XmlElement[];
}

type Raw = Readonly<Record<string | symbol, unknown>>;

const OPTIONS = {
  parseTagValue: false,
  ignoreAttributes: true,
  removeNSPrefix: true,
  alwaysCreateTextNode: true,
  captureMetaData: true,
  isArray: () => true,
};

/** What may begin with `<`: comments, CDATA, instructions, a document type, and tags with their attributes. */
const MARKUP =
  /<(?:!--[\s\S]*?-->|!\[CDATA\[[\s\S]*?\]\]>|\?[\s\S]*?\?>|!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>|(\/?)([\p{L}_][\p{L}\p{N}:._-]*)(?:"[^"]*"|'[^']*'|[^<>"'])*?(\/?)>)|</gu;

/** Parses a file whose root element is `root`; attributes and namespaces are dropped. */
export function parseXml(text: string, file: string, root: string): XmlElement | Problem {
  const malformed = (reason: string, line: number): Problem =>
    problem('malformed-file', { file, reason: `${reason} (line ${line})` }, { file, line });
  const fault = faultOf(text);
  if (fault) return malformed(fault.reason, lineAt(text, fault.offset));
  try {
    const [element] = elementsOf((new XMLParser(OPTIONS).parse(text) as Raw)[root], text);
    return element ?? malformed(`there is no <${root}> element`, 1);
  } catch (error) {
    return malformed(error instanceof Error ? error.message : String(error), 1); // more entities than the parser allows
  }
}

/** The first place where the tags do not nest. The parser itself takes whatever it is given. */
function faultOf(text: string): { readonly reason: string; readonly offset: number } | undefined {
  const open: { readonly name: string; readonly offset: number }[] = [];
  for (const { 0: whole, 1: closes, 2: name, 3: isEmpty, index: offset } of text.matchAll(MARKUP)) {
    if (whole === '<') return { reason: 'a tag is not well-formed', offset };
    if (name === undefined || isEmpty === '/') continue;
    if (closes !== '/') {
      open.push({ name, offset });
      continue;
    }
    const expected = open.pop();
    if (expected?.name !== name)
      return { reason: `</${name}> closes ${expected ? `<${expected.name}>` : 'nothing'}`, offset };
  }
  const left = open.at(-1);
  return left && { reason: `<${left.name}> is never closed`, offset: left.offset };
}

function elementsOf(value: unknown, text: string): readonly XmlElement[] {
  return Array.isArray(value) ? value.map((raw) => toElement(raw as Raw, text)) : [];
}

function toElement(raw: Raw, source: string): XmlElement {
  const { startIndex } = raw[XMLParser.getMetaDataSymbol() as unknown as symbol] as { readonly startIndex: number };
  const text = typeof raw['#text'] === 'string' ? raw['#text'].trim() : '';
  const all = (name: string): readonly XmlElement[] => (Object.hasOwn(raw, name) ? elementsOf(raw[name], source) : []);
  return {
    get line() {
      return lineAt(source, startIndex + 1);
    },
    ...(text === '' ? {} : { text }),
    all,
    child: (first, ...rest) => {
      const [found] = all(first);
      return rest.length === 0
        ? found
        : rest.reduce<XmlElement | undefined>((element, name) => element?.child(name), found);
    },
  };
}
