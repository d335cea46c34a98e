export default function Page() {
  return <h1>About this site</h1>;
}
