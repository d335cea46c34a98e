export default function About() {
  return <h1>About these pages</h1>;
}
