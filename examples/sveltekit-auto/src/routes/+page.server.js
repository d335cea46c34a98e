export function load({ url }) {
  return { name: url.searchParams.get('name') ?? 'SvelteKit' };
}
