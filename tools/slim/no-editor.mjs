export default function editor() {
  throw new Error('no question opens an editor');
}
