export const dynamic = 'force-dynamic';

export default function Page() {
  return <h1>Hello from Next.js, talking to {process.env.NEXT_PUBLIC_API_URL ?? 'nobody'}</h1>;
}
