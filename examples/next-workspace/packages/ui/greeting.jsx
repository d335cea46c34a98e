export function Greeting({ name }) {
  return <h1>Hello from {name}</h1>;
}
