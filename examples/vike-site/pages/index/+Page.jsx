export default function Page() {
  return <h1>Hello from Vike</h1>;
}
