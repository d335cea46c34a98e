import { createFileRoute } from '@tanstack/react-router';
import { createServerFn } from '@tanstack/react-start';

const greeting = createServerFn().handler(() => `Hello from TanStack Start on ${process.platform}`);

export const Route = createFileRoute('/')({ loader: () => greeting(), component: Home });

function Home() {
  return <h1>{Route.useLoaderData()}</h1>;
}
