/**
 * Stands in for string-width in the bundle: its Intl.Segmenter and emoji tables cost a third of the start of --help,
 * whose text is ASCII.
 */
import { stripVTControlCharacters } from 'node:util';

export default function stringWidth(text) {
  return stripVTControlCharacters(text).length;
}
