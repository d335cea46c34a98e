export function loader() {
  return { api: import.meta.env.VITE_API_URL ?? 'none' };
}

export default function Home({ loaderData }) {
  return <h1>Hello from React Router, API {loaderData.api}</h1>;
}
