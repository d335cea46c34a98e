export default function Page() {
  return <h1>Hello from exported pages</h1>;
}
